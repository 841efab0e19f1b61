/** As much of CBOR as an authenticator speaks. */
const UNSIGNED = 0;
const NEGATIVE = 1;
const BYTES = 2;
const TEXT = 3;
const MAP = 5;

export function cborInt(value: number): Uint8Array {
  return value < 0 ? head(NEGATIVE, -1 - value) : head(UNSIGNED, value);
}

export function cborBytes(value: Uint8Array): Uint8Array {
  return Uint8Array.of(...head(BYTES, value.length), ...value);
}

export function cborText(value: string): Uint8Array {
  const encoded = new TextEncoder().encode(value);
  return Uint8Array.of(...head(TEXT, encoded.length), ...encoded);
}

export function cborMap(entries: readonly (readonly [Uint8Array, Uint8Array])[]): Uint8Array {
  return Uint8Array.of(...head(MAP, entries.length), ...entries.flatMap(([key, value]) => [...key, ...value]));
}

function head(type: number, value: number): Uint8Array {
  const kind = type << 5;
  if (value < 24) return Uint8Array.of(kind | value);
  if (value < 0x100) return Uint8Array.of(kind | 24, value);
  if (value < 0x1_0000) return Uint8Array.of(kind | 25, value >> 8, value & 0xff);
  throw new RangeError("No authenticator says anything that long.");
}
