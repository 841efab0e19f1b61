import * as z from "zod";
import { err, ok, type Result } from "../domain/result.ts";

/** A service outside. Keys, addresses and places travel there: in the clear to this very machine only. */
export const ServiceUrl = z
  .url("is not a URL")
  .refine(isSafe, "is neither https nor on this machine")
  .transform((url) => url.replace(/\/+$/, ""));

/** Names what is wrong, never a value: the answer goes to the log. */
export type SettingsError = { readonly tag: "malformed"; readonly problems: readonly string[] };

/** Reads the variables that a schema names. */
export function readSettings<Settings>(schema: z.ZodType<Settings>, env: unknown): Result<Settings, SettingsError> {
  const parsed = schema.safeParse(env);
  if (parsed.success) return ok(parsed.data);
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`);
  return err({ tag: "malformed", problems });
}

function isSafe(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === "https:" || (protocol === "http:" && ["localhost", "127.0.0.1", "[::1]"].includes(hostname));
}
