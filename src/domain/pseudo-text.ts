import type { Message } from "./message.ts";

const ACCENTED: Readonly<Record<string, string>> = {
  a: "á",
  c: "ç",
  e: "é",
  g: "ĝ",
  i: "í",
  l: "ļ",
  n: "ñ",
  o: "ö",
  r: "ŕ",
  s: "š",
  t: "ţ",
  u: "ü",
  y: "ý",
  A: "Á",
  C: "Ç",
  D: "Ď",
  E: "É",
  I: "Í",
  N: "Ñ",
  O: "Ö",
  S: "Š",
  T: "Ţ",
  U: "Ü",
};

/** A `{name}` stays as it is; everything else is one letter at a time. */
const PIECE = /\{\w+\}|[\s\S]/g;

/** Text that is plainly not English yet readable: what stays unaccented on a page did not come from the catalog. */
export function pseudoText(text: string): string {
  return `[${text.replaceAll(PIECE, (piece) => ACCENTED[piece] ?? piece)}]`;
}

export function pseudoMessage(message: Message): Message {
  if (typeof message === "string") return pseudoText(message);
  const forms = Object.entries(message).map(([form, text]) => [form, pseudoText(text)] as const);
  return { ...message, ...Object.fromEntries(forms) };
}
