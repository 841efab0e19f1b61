import * as z from "zod";

/** One line of anybody's words. Control characters have no place in it, and Postgres stores no NUL. */
export const PlainText = z
  .string()
  .trim()
  .regex(/^\P{Cc}*$/u, "must not hold control characters")
  .overwrite(wellFormed);

/**
 * The same from a numbered stream. What does not belong is replaced there: a refused frame would come again for ever, and
 * keep everything behind it waiting.
 */
export const TidiedText = z.string().overwrite((text) => wellFormed(text).replace(/\p{Cc}/gu, " "));

/** Half of a surrogate pair has no UTF-8: Postgres refuses the JSON that it stands in. */
function wellFormed(text: string): string {
  return text.toWellFormed();
}
