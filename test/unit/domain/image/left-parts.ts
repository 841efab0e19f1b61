import type { CleanImage } from "../../../../src/domain/image/image-limits.ts";

/** The names of an image's parts, read in another way than they were written. */
export function leftParts({ type, bytes }: CleanImage): string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (type === "image/png") return pngChunks(bytes, view);
  return type === "image/webp" ? webpChunks(bytes, view) : jpegSegments(bytes, view);
}

function text(bytes: Uint8Array, at: number, length: number): string {
  return Buffer.from(bytes.subarray(at, at + length)).toString("latin1");
}

function pngChunks(bytes: Uint8Array, view: DataView): string[] {
  const names: string[] = [];
  for (let at = 8; at < bytes.length; at += 12 + view.getUint32(at)) names.push(text(bytes, at + 4, 4));
  return names;
}

function webpChunks(bytes: Uint8Array, view: DataView): string[] {
  const names: string[] = [];
  for (let at = 12; at < bytes.length;) {
    names.push(text(bytes, at, 4));
    const length = view.getUint32(at + 4, true);
    at += 8 + length + (length % 2);
  }
  return names;
}

function jpegSegments(bytes: Uint8Array, view: DataView): string[] {
  const names: string[] = [];
  let at = 2;
  while (bytes[at + 1] !== 0xd9) {
    const marker = bytes[at + 1] ?? 0;
    names.push(marker.toString(16));
    at += 2 + view.getUint16(at + 2);
    if (marker !== 0xda) continue;
    while (
      !(bytes[at] === 0xff && bytes[at + 1] !== 0 && !((bytes[at + 1] ?? 0) >= 0xd0 && (bytes[at + 1] ?? 0) <= 0xd7))
    )
      at += 1;
  }
  return at + 2 === bytes.length ? names : [...names, "something behind the end"];
}
