import type * as z from "zod";
import { err, ok, type Result } from "../../domain/result.ts";
import { FRAME_MAX_BYTES } from "../../protocol/live/driver-up.ts";
import { withCanonicalName } from "../../protocol/live/event-names.ts";

/** One JSON message of a socket. Nothing of it is believed before its schema has seen it. */
export function readFrame<Message>(
  schema: z.ZodType<Message>,
  frame: string | ArrayBuffer,
): Result<Message, { readonly tag: "too-large" | "malformed" }> {
  if (typeof frame !== "string") return err({ tag: "malformed" });
  if (frame.length > FRAME_MAX_BYTES) return err({ tag: "too-large" });
  const json = withCanonicalName(parseJson(frame));
  const message = schema.safeParse(json);
  return message.success ? ok(message.data) : err({ tag: "malformed" });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // Not JSON: no schema takes it.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
