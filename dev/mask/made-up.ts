import { createHash } from "node:crypto";

/** 48 bits: no two rows of one table look alike. */
const TAG_CHARACTERS = 12;

/** What a made-up value stands for. */
export type MadeUp = "name" | "email" | "phone" | "text";

/** The same for a row each time, and nothing of what was there. */
export function madeUp(kind: MadeUp, table: string, rowId: string): string {
  const hash = createHash("sha256").update(`${table} ${rowId}`).digest("hex");
  const tag = hash.slice(0, TAG_CHARACTERS);
  switch (kind) {
    case "name":
      return `Person ${tag}`;
    case "email":
      // A name that mail never leaves for.
      return `person-${tag}@masked.example`;
    case "phone":
      // No country has this code: nobody is rung.
      return `+999${String(Number.parseInt(tag, 16) % 1e11).padStart(11, "0")}`;
    case "text":
      return `Masked ${tag}`;
  }
}
