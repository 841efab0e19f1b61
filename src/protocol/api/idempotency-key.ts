import * as z from "zod";
import type { Endpoint } from "./endpoint.ts";

/** A UUID has 36; what clients make of order numbers and devices is longer. */
const KEY_MAX_CHARS = 255;

export const IdempotencyKey = z
  .string()
  .max(KEY_MAX_CHARS)
  .regex(/^[\x21-\x7e]+$/)
  .meta({
    description:
      "Makes a repeated request harmless: for 24 hours the same key with the same request gets the same answer. It counts for whoever signs the request.",
  });

/** Every POST of somebody who is known, unless its answer is a secret, which is kept nowhere. */
export function keepsAnswer({ method, access, secretAnswer }: Endpoint): boolean {
  return method === "post" && access !== "public" && secretAnswer === undefined;
}
