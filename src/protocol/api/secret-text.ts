import * as z from "zod";

/** A text that opens something to whoever has it. The mark is in the API's document, and no kept answer may hold one. */
export function secretText(description: string) {
  return z.string().meta({ description, "x-secret": true });
}
