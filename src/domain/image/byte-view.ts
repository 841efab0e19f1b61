/** Whole numbers out of bytes that end somewhere: what lies behind the end reads as nothing, and never throws. */
export function uint16(bytes: Uint8Array, at: number, littleEndian = false): number | undefined {
  const [first, second] = [bytes[at], bytes[at + 1]];
  if (first === undefined || second === undefined) return undefined;
  return littleEndian ? (second << 8) | first : (first << 8) | second;
}

export function uint24LittleEndian(bytes: Uint8Array, at: number): number | undefined {
  const [low, high] = [uint16(bytes, at, true), bytes[at + 2]];
  return low === undefined || high === undefined ? undefined : high * 0x1_00_00 + low;
}

export function uint32(bytes: Uint8Array, at: number, littleEndian = false): number | undefined {
  const [first, second] = [uint16(bytes, at, littleEndian), uint16(bytes, at + 2, littleEndian)];
  if (first === undefined || second === undefined) return undefined;
  return littleEndian ? second * 0x1_00_00 + first : first * 0x1_00_00 + second;
}

/** Whether these ASCII characters, or bytes by number, stand there. */
export function startsWith(bytes: Uint8Array, at: number, expected: string): boolean {
  for (let index = 0; index < expected.length; index++)
    if (bytes[at + index] !== expected.charCodeAt(index)) return false;
  return true;
}

export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

export function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

export function bigEndian32(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
}

export function littleEndian32(value: number): Uint8Array {
  return bigEndian32(value).toReversed();
}
