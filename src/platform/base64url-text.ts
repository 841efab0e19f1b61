import { fromBase64url, toBase64url } from "./base64url.ts";

export function textToBase64url(text: string): string {
  return toBase64url(new TextEncoder().encode(text));
}

/** For what a stranger sent: undefined when it is not base64url of UTF-8. */
export function textFromBase64url(encoded: string): string | undefined {
  // Four characters hold three bytes, so a single one over cannot be; every other text of the alphabet decodes.
  if (!/^[\w-]*$/.test(encoded) || encoded.length % 4 === 1) return undefined;
  const text = new TextDecoder().decode(fromBase64url(encoded));
  return text.includes("\ufffd") ? undefined : text;
}
