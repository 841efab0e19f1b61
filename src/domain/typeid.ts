import { err, ok, type Result } from "./result.ts";

// Crockford's base32 in lower case: no i, l, o or u, so an id read over the phone survives.
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const VALUES = new Map(Array.from(ALPHABET).map((character, value) => [character, value]));
const SUFFIX_LENGTH = 26;
const UUID_BYTES = 16;
// 26 characters carry 130 bits, a UUID 128: two zero bits go first, so the first character is at most 7.
const PADDING_BITS = 2;
const MAX_FIRST_VALUE = 7;

type TypeIdError = { readonly tag: "wrong-prefix" | "malformed" | "overflow" };
type UuidError = { readonly tag: "malformed" };

export function typeIdFromBytes(prefix: string, bytes: Uint8Array): string {
  if (bytes.length !== UUID_BYTES) throw new RangeError(`A UUID has ${UUID_BYTES} bytes, not ${bytes.length}.`);
  let suffix = "";
  let window = 0;
  let bits = PADDING_BITS;
  for (const byte of bytes) {
    window = (window << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) suffix += ALPHABET.charAt((window >>> (bits - 5)) & 31);
    window &= 31;
  }
  return `${prefix}_${suffix}`;
}

export function typeIdFromUuid(prefix: string, uuid: string): Result<string, UuidError> {
  const hex = uuid.replaceAll("-", "");
  if (!/^[0-9a-f]{32}$/i.test(hex)) return err({ tag: "malformed" });
  const bytes = Uint8Array.from({ length: UUID_BYTES }, (_, i) => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16));
  return ok(typeIdFromBytes(prefix, bytes));
}

/** The UUID in its usual 8-4-4-4-12 form. */
export function uuidFromTypeId(prefix: string, id: string): Result<string, TypeIdError> {
  if (!id.startsWith(`${prefix}_`)) return err({ tag: "wrong-prefix" });
  const suffix = id.slice(prefix.length + 1);
  if (suffix.length !== SUFFIX_LENGTH) return err({ tag: "malformed" });
  let hex = "";
  let window = 0;
  let bits = -PADDING_BITS;
  for (const character of suffix) {
    const value = VALUES.get(character);
    if (value === undefined) return err({ tag: "malformed" });
    if (bits < 0 && value > MAX_FIRST_VALUE) return err({ tag: "overflow" });
    window = (window << 5) | value;
    for (bits += 5; bits >= 4; bits -= 4) hex += ((window >>> (bits - 4)) & 15).toString(16);
    window &= 15;
  }
  const groups = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)];
  return ok(groups.join("-"));
}

const TIME_BYTES = 6;

/** One that sorts by age, as version 7 of UUIDs does: 48 bits of time, then chance. */
export function timedTypeId(prefix: string, at: number, chance: Uint8Array): string {
  const bytes = chance.slice(0, UUID_BYTES);
  for (let index = 0; index < TIME_BYTES; index++)
    bytes[index] = Math.floor(at / 256 ** (TIME_BYTES - 1 - index)) % 256;
  bytes[6] = ((bytes[6] ?? 0) % 16) + 0x70;
  bytes[8] = ((bytes[8] ?? 0) % 64) + 0x80;
  return typeIdFromBytes(prefix, bytes);
}
