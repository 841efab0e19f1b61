const QUANTISATION = 0xdb;
const HUFFMAN = 0xc4;
const CODE_LENGTHS = 16;
const QUANTISATION_VALUES = 64;

/** Whether a segment is tables from its first byte to its last: there is no room in one for anything to read. */
export function areTables(marker: number, body: Uint8Array): boolean {
  if (marker === HUFFMAN) return isFilled(body, huffmanBytes);
  if (marker === QUANTISATION) return isFilled(body, quantisationBytes);
  return body.length === 2;
}

function isFilled(body: Uint8Array, sizeAt: (body: Uint8Array, at: number) => number): boolean {
  let at = 0;
  while (at < body.length) at += sizeAt(body, at);
  return at === body.length && at > 0;
}

function huffmanBytes(body: Uint8Array, at: number): number {
  const counts = body.subarray(at + 1, at + 1 + CODE_LENGTHS);
  return counts.reduce((sum, count) => sum + count, 1 + CODE_LENGTHS);
}

function quantisationBytes(body: Uint8Array, at: number): number {
  const isWide = ((body[at] ?? 0) & 0xf0) !== 0;
  return 1 + QUANTISATION_VALUES * (isWide ? 2 : 1);
}
