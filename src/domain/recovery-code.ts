// Crockford's base32: no i, l, o or u, so a code copied from paper survives.
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const CHARACTERS = 16;
const GROUP = 4;

/** Enough for years of lost phones, few enough for one sheet of paper. */
export const RECOVERY_CODES = 10;
/** 80 bits cannot be guessed even without the lock, and make 16 characters to the bit. */
export const RECOVERY_CODE_BYTES = 10;

/** As it is shown: `k3vq-7mzt-0xpa-9d2c`. */
export function recoveryCode(bytes: Uint8Array): string {
  if (bytes.length !== RECOVERY_CODE_BYTES) throw new RangeError(`A recovery code has ${RECOVERY_CODE_BYTES} bytes.`);
  let text = "";
  let window = 0;
  let bits = 0;
  for (const byte of bytes) {
    window = (window << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) text += ALPHABET.charAt((window >>> (bits - 5)) & 31);
    window &= 31;
  }
  return grouped(text);
}

/** What somebody typed, as it was shown; null if it cannot be a code. Spaces, case and look-alikes do not matter. */
export function readRecoveryCode(typed: string): string | null {
  const text = typed.toLowerCase().replaceAll(/[\s-]/g, "").replaceAll("o", "0").replaceAll(/[il]/g, "1");
  const plausible = text.length === CHARACTERS && Array.from(text).every((character) => ALPHABET.includes(character));
  return plausible ? grouped(text) : null;
}

function grouped(text: string): string {
  return Array.from({ length: CHARACTERS / GROUP }, (_, at) => text.slice(at * GROUP, (at + 1) * GROUP)).join("-");
}
