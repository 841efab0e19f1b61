import { ascii, joinBytes } from "../../src/domain/image/byte-view.ts";

/** A gray square of eight pixels, as small as a JPEG may be; what is said in its comment makes each another file. */
export function doorPhoto(comment: string): Uint8Array<ArrayBuffer> {
  const noCodes = joinBytes([Uint8Array.of(1), new Uint8Array(15), Uint8Array.of(0)]);
  const codes = (kind: number): Uint8Array => joinBytes([Uint8Array.of(kind), noCodes]);
  return Uint8Array.from(
    joinBytes([
      Uint8Array.of(0xff, 0xd8),
      segment(0xfe, ascii(comment)),
      segment(0xdb, joinBytes([Uint8Array.of(0), new Uint8Array(64).fill(1)])),
      segment(0xc0, Uint8Array.of(8, 0, 8, 0, 8, 1, 1, 0x11, 0)),
      segment(0xc4, codes(0x00)),
      segment(0xc4, codes(0x10)),
      segment(0xda, Uint8Array.of(1, 1, 0, 0, 63, 0)),
      Uint8Array.of(0x3f, 0xff, 0xd9),
    ]),
  );
}

function segment(marker: number, body: Uint8Array): Uint8Array {
  const length = body.length + 2;
  return joinBytes([Uint8Array.of(0xff, marker, length >>> 8, length), body]);
}
