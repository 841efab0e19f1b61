import type { CountryCode } from "libphonenumber-js/core";
import { err, ok, type Result } from "../domain/result.ts";
import { readPhoneNumber } from "./read-phone-number.ts";

/** `+` and digits, as in E.164: one spelling for each number, so that equal numbers have equal blind indexes. */
export type PhoneNumber = string & { readonly "phone number": true };

/**
 * `malformed`: no number can be read. `unassigned`: its country has no such mobile, be it a fixed line, a premium number or
 * nothing at all. `barred`: a number of no country that is nobody's own phone.
 */
export type PhoneError =
  | { readonly tag: "malformed" | "unassigned" }
  | { readonly tag: "barred"; readonly kind: string };

/** E.164 has 15 digits; people add a trunk zero, spaces and brackets. */
const TEXT_MAX_CHARACTERS = 32;

/**
 * Of the numbers of no country only satellite phones take messages. The others cost us or their caller more than one should,
 * or have no person at the other end.
 */
const REACHABLE_KIND = "MOBILE";

/** `country` reads numbers without a dial code, such as 07400 123456 in GB. */
export function parsePhoneNumber(text: string, country?: CountryCode): Result<PhoneNumber, PhoneError> {
  if (text.length > TEXT_MAX_CHARACTERS) return err({ tag: "malformed" });
  const read = readPhoneNumber(text.trim(), country);
  if (!read || !isE164(read.number)) return err({ tag: "malformed" });
  if (read.kind === undefined) return err({ tag: "unassigned" });
  return read.kind === REACHABLE_KIND ? ok(read.number) : err({ tag: "barred", kind: read.kind });
}

/** For numbers that were parsed before and come back from storage. */
export function isE164(text: string): text is PhoneNumber {
  return /^\+[1-9]\d{6,14}$/.test(text);
}
