import { type CBORType, decodePartialCBOR } from "@levischuck/tiny-cbor";

export type CborMap = Map<string | number, CBORType>;

/** The map at the start of `bytes` and how many of them it takes; undefined for anything else. */
export function readCborMap(bytes: Uint8Array): { readonly map: CborMap; readonly length: number } | undefined {
  try {
    // Copied, because the decoder looks at the whole buffer behind a view.
    const [map, length] = decodePartialCBOR(Uint8Array.from(bytes), 0);
    // The decoder cuts a last string that claims more bytes than there are, and counts the missing ones.
    return map instanceof Map && length <= bytes.length ? { map, length } : undefined;
  } catch {
    // What it throws for bytes that are not CBOR, or nested deeper than the stack.
    return undefined;
  }
}

/** The map that `bytes` are, to the last one. */
export function wholeCborMap(bytes: Uint8Array): CborMap | undefined {
  const read = readCborMap(bytes);
  return read?.length === bytes.length ? read.map : undefined;
}
