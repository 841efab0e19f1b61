import { ascii, bigEndian32, joinBytes, littleEndian32 } from "../../src/domain/image/byte-view.ts";
import { crc32 } from "../../src/domain/image/crc32.ts";

/** Stands in every kind of note that a camera leaves, and must be in no clean image. */
export const SECRET = "52.5163N 13.3777E by Robin";

const ORIENTED = 6;

/** Big-endian notes with an orientation, and the secret as the camera's maker. */
function notes(orientation: number): Uint8Array {
  const text = ascii(`${SECRET}\0`);
  const entry = (tag: number, type: number, count: number, value: Uint8Array) =>
    joinBytes([Uint8Array.of(tag >>> 8, tag, 0, type), bigEndian32(count), value]);
  const header = joinBytes([ascii("MM\0*"), bigEndian32(8), Uint8Array.of(0, 2)]);
  const maker = entry(0x01_0f, 2, text.length, bigEndian32(38));
  const turned = entry(0x01_12, 3, 1, Uint8Array.of(0, orientation, 0, 0));
  return joinBytes([header, maker, turned, bigEndian32(0), text]);
}

function segment(marker: number, body: Uint8Array): Uint8Array {
  const length = body.length + 2;
  return joinBytes([Uint8Array.of(0xff, marker, length >>> 8, length), body]);
}

/** A gray picture of eight by eight, or one that only says it is larger, with all that a phone and an editor add. */
export function jpegWithNotes({ widthPx = 8, heightPx = 8, orientation = ORIENTED } = {}): Uint8Array {
  const frame = Uint8Array.of(8, heightPx >>> 8, heightPx, widthPx >>> 8, widthPx, 1, 1, 0x11, 0);
  const oneCode = (kind: number) => joinBytes([Uint8Array.of(kind, 1), new Uint8Array(15), Uint8Array.of(0)]);
  return joinBytes([
    Uint8Array.of(0xff, 0xd8),
    segment(0xe0, joinBytes([ascii("JFIF\0"), Uint8Array.of(1, 1, 0, 0, 1, 0, 1, 1, 1), ascii("abc")])),
    segment(0xe1, joinBytes([ascii("Exif\0\0"), notes(orientation)])),
    segment(0xe1, ascii(`http://ns.adobe.com/xap/1.0/\0<x>${SECRET}</x>`)),
    segment(0xe2, ascii(`ICC_PROFILE\0\u0001\u0001${SECRET}`)),
    segment(0xed, ascii(`Photoshop 3.0\0${SECRET}`)),
    segment(0xee, joinBytes([ascii("Adobe"), Uint8Array.of(0, 100, 0, 0, 0, 0, 0), ascii(SECRET)])),
    segment(0xfe, ascii(SECRET)),
    segment(0xdb, joinBytes([Uint8Array.of(0), new Uint8Array(64).fill(1)])),
    segment(0xc0, frame),
    segment(0xc4, oneCode(0x00)),
    segment(0xc4, oneCode(0x10)),
    segment(0xda, Uint8Array.of(1, 1, 0, 0, 63, 0)),
    Uint8Array.of(0x3f, 0xff, 0x00, 0xff, 0xd0, 0x3f),
    Uint8Array.of(0xff, 0xd9),
    ascii(SECRET),
  ]);
}

/** Another JPEG with the notes of a camera that was held so. */
export function withNotes(jpeg: Uint8Array, orientation: number): Uint8Array {
  const exif = segment(0xe1, joinBytes([ascii("Exif\0\0"), notes(orientation)]));
  return joinBytes([jpeg.subarray(0, 2), exif, jpeg.subarray(2)]);
}

function chunk(name: string, body: Uint8Array): Uint8Array {
  const named = joinBytes([ascii(name), body]);
  return joinBytes([bigEndian32(body.length), named, bigEndian32(crc32(named))]);
}

/** One white pixel, stored without compression. */
const PIXEL = Uint8Array.of(0x78, 0x01, 0x01, 2, 0, 0xfd, 0xff, 0, 0xff, 0x01, 0x01, 0x01, 0x00);

export function pngWithNotes({ widthPx = 1, heightPx = 1 } = {}): Uint8Array {
  return joinBytes([
    ascii("\x89PNG\r\n\x1a\n"),
    chunk("IHDR", joinBytes([bigEndian32(widthPx), bigEndian32(heightPx), Uint8Array.of(8, 0, 0, 0, 0)])),
    chunk("tEXt", ascii(`Author\0${SECRET}`)),
    chunk("iTXt", ascii(`XML:com.adobe.xmp\0\0\0\0\0${SECRET}`)),
    chunk("iCCP", ascii(`${SECRET}\0\0x`)),
    chunk("eXIf", notes(ORIENTED)),
    chunk("tIME", Uint8Array.of(7, 0xea, 11, 21, 12, 0, 0)),
    chunk("IDAT", PIXEL),
    chunk("prVt", ascii(SECRET)),
    chunk("IEND", new Uint8Array()),
    ascii(SECRET),
  ]);
}

function riffChunk(name: string, body: Uint8Array): Uint8Array {
  return joinBytes([ascii(name), littleEndian32(body.length), body, new Uint8Array(body.length % 2)]);
}

export function webpWithNotes({ widthPx = 16, heightPx = 16, alpha = false, animated = false } = {}): Uint8Array {
  const sides = [widthPx - 1, heightPx - 1].map((side) => littleEndian32(side).slice(0, 3));
  const size = [widthPx, heightPx].map((side) => littleEndian32(side).slice(0, 2));
  const picture = joinBytes([Uint8Array.of(0x10, 0, 0, 0x9d, 0x01, 0x2a), ...size, Uint8Array.of(1, 2, 3)]);
  const body = joinBytes([
    ascii("WEBP"),
    riffChunk("VP8X", joinBytes([Uint8Array.of(0x2c, 0, 0, 0), ...sides])),
    riffChunk("ICCP", ascii(SECRET)),
    ...(animated ? [riffChunk("ANIM", new Uint8Array(6))] : []),
    ...(alpha ? [riffChunk("ALPH", Uint8Array.of(0, 1, 2))] : []),
    riffChunk("VP8 ", picture),
    riffChunk("EXIF", notes(ORIENTED)),
    riffChunk("XMP ", ascii(SECRET)),
  ]);
  return joinBytes([ascii("RIFF"), littleEndian32(body.length), body, ascii(SECRET)]);
}
