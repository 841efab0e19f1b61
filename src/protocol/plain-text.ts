import * as z from "zod";

/** One line of anybody's words. Control characters have no place in it, and Postgres stores no NUL. */
export const PlainText = z
  .string()
  .trim()
  .regex(/^\P{Cc}*$/u, "must not hold control characters");
