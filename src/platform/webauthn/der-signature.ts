const SEQUENCE = 0x30;
const INTEGER = 0x02;
/** Of r and of s on P-256. */
const NUMBER_BYTES = 32;

/** Authenticators give a DER sequence of two integers; WebCrypto wants r and s side by side. Undefined for any other bytes. */
export function rawEcdsaSignature(der: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  // Two numbers of 32 bytes never need the long form of a length.
  if (der[0] !== SEQUENCE || der[1] !== der.length - 2) return undefined;
  const r = readInteger(der.subarray(2));
  const s = r && readInteger(der.subarray(2 + r.length));
  if (!s || 2 + r.length + s.length !== der.length) return undefined;
  const raw = new Uint8Array(2 * NUMBER_BYTES);
  raw.set(r.digits, NUMBER_BYTES - r.digits.length);
  raw.set(s.digits, 2 * NUMBER_BYTES - s.digits.length);
  return raw;
}

function readInteger(bytes: Uint8Array): { readonly digits: Uint8Array; readonly length: number } | undefined {
  const [tag, size = 0] = bytes;
  const length = 2 + size;
  if (tag !== INTEGER || size === 0 || length > bytes.length) return undefined;
  const digits = unsignedDigits(bytes.subarray(2, length));
  return digits && digits.length <= NUMBER_BYTES ? { digits, length } : undefined;
}

/** A leading zero byte keeps the next one from meaning a sign, and may stand nowhere else. */
function unsignedDigits(integer: Uint8Array): Uint8Array | undefined {
  const [first = 0, second] = integer;
  if (first >= 0x80) return undefined;
  if (first > 0 || second === undefined) return integer;
  return second >= 0x80 ? integer.subarray(1) : undefined;
}
