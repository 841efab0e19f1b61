import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cleanImage } from "../../../../src/domain/image/clean-image.ts";
import { readOrientation } from "../../../../src/domain/image/exif-orientation.ts";
import type { CleanImage } from "../../../../src/domain/image/image-limits.ts";
import type { ImageType } from "../../../../src/protocol/upload.ts";
import { jpegWithNotes, pngWithNotes, SECRET, webpWithNotes } from "../../../support/images.ts";
import { leftParts } from "./left-parts.ts";

/** Enough for every run; `IMAGE_MUTATIONS=100000` looks longer. */
const MUTATIONS = Number(process.env["IMAGE_MUTATIONS"] ?? 3_000);

const FILES: readonly [ImageType, Uint8Array][] = [
  ["image/jpeg", jpegWithNotes()],
  ["image/png", pngWithNotes()],
  ["image/webp", webpWithNotes()],
  ["image/webp", webpWithNotes({ alpha: true })],
];
/** What may be left of each: the picture, and the way it is turned. */
const PARTS: Record<ImageType, RegExp> = {
  "image/jpeg": /^(?:e0 )?(?:e1 )?(?:(?:ee|db|c[0124]|dd|da) ?)+$/,
  "image/png": /^IHDR (?:eXIf )?(?:PLTE )?(?:tRNS )?(?:IDAT )+IEND$/,
  "image/webp": /^(?:VP8 |VP8L|VP8X ALPH VP8 |VP8X (?:ALPH VP8 |VP8 |VP8L) EXIF)$/,
};

function cleaned(bytes: Uint8Array, type: ImageType): CleanImage {
  const result = cleanImage(bytes, type);
  if (!result.ok) throw new Error(result.error);
  return result.value;
}

/** Big-endian, one entry: orientation, one short, 6. */
const NOTES_WITH_6 = "4d4d002a00000008000101120003000000010006000000000000";

/** The body of the part that holds them, in hexadecimal. */
function notesIn({ type, bytes }: CleanImage): string {
  const file = Buffer.from(bytes);
  const name = { "image/jpeg": "Exif\0\0", "image/png": "eXIf", "image/webp": "EXIF" }[type];
  const at = file.indexOf(name, 0, "latin1");
  const start = type === "image/webp" ? at + 8 : at + name.length;
  // Of the JPEG's segment, the length counts itself and the name.
  const lengths = { "image/jpeg": () => file.readUInt16BE(at - 2) - 8, "image/png": () => file.readUInt32BE(at - 4) };
  const length = type === "image/webp" ? file.readUInt32LE(at + 4) : lengths[type]();
  return file.subarray(start, start + length).toString("hex");
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("latin1");
}

describe("a clean image", () => {
  test.each(FILES)("of %s keeps its picture and its orientation, and nothing that was noted", (type, bytes) => {
    const image = cleaned(bytes, type);
    expect(textOf(bytes)).toContain(SECRET);
    expect(textOf(image.bytes)).not.toContain("Robin");
    expect(leftParts(image).join(" ")).toMatch(PARTS[type]);
    expect(image).toMatchObject({ type, orientation: 6 });
    expect(cleaned(image.bytes, type)).toMatchObject({ orientation: 6 });
    expect(notesIn(image)).toBe(NOTES_WITH_6);
  });

  test("says its size, and a turned photo still says how it was held", () => {
    expect(cleaned(jpegWithNotes({ widthPx: 640, heightPx: 480 }), "image/jpeg")).toMatchObject({
      widthPx: 640,
      heightPx: 480,
    });
    const { bytes } = cleaned(jpegWithNotes({ orientation: 8 }), "image/jpeg");
    expect(readOrientation(bytes.subarray(24, 24 + 32))).toBe(8);
    expect(leftParts(cleaned(jpegWithNotes({ orientation: 1 }), "image/jpeg"))).not.toContain("e1");
  });

  test("in a WebP that is turned says that notes follow, and whether anything is seen through", () => {
    const flags = (bytes: Uint8Array) => cleaned(bytes, "image/webp").bytes[20];
    expect(flags(webpWithNotes())).toBe(0x08);
    expect(flags(webpWithNotes({ alpha: true }))).toBe(0x18);
  });

  test("is itself when it is cleaned again", () => {
    for (const [type, bytes] of FILES) {
      const once = cleaned(bytes, type);
      expect(cleaned(once.bytes, type).bytes).toEqual(once.bytes);
    }
  });

  test("of a real screenshot has all its pixels", () => {
    const bytes = readFileSync("docs/images/api-reference.png");
    const image = cleaned(bytes, "image/png");
    expect(image.bytes.length).toBeGreaterThan(bytes.length * 0.9);
    expect(image.widthPx).toBe(bytes.readUInt32BE(16));
  });
});

describe("a file is refused", () => {
  test.each<[string, Uint8Array, ImageType, string]>([
    ["that is a program", Buffer.from("<svg onload=alert(1)>"), "image/png", "not-an-image"],
    ["that is empty", new Uint8Array(), "image/jpeg", "not-an-image"],
    ["of another type than announced", pngWithNotes(), "image/jpeg", "other-type"],
    ["that moves", webpWithNotes({ animated: true }), "image/webp", "animated"],
    ["with a bomb's header, PNG", pngWithNotes({ widthPx: 60_000, heightPx: 60_000 }), "image/png", "too-many-pixels"],
    [
      "with a bomb's header, JPEG",
      jpegWithNotes({ widthPx: 65_500, heightPx: 65_500 }),
      "image/jpeg",
      "too-many-pixels",
    ],
    [
      "with a bomb's header, WebP",
      webpWithNotes({ widthPx: 16_000, heightPx: 16_000 }),
      "image/webp",
      "too-many-pixels",
    ],
    ["without height", jpegWithNotes({ heightPx: 0 }), "image/jpeg", "broken"],
    ["that was cut off", jpegWithNotes().subarray(0, -60), "image/jpeg", "broken"],
    ["whose check does not fit", pngWithNotes().with(20, 9), "image/png", "broken"],
  ])("%s", (_, bytes, type, why) => {
    expect(cleanImage(bytes, type)).toEqual({ ok: false, error: why });
  });
});

describe("whatever a file holds", () => {
  const spot = fc.record({
    at: fc.nat(),
    value: fc.nat(255),
    how: fc.constantFrom("set", "cut", "double", "drop" as const),
  });
  type Spot = typeof spot extends fc.Arbitrary<infer T> ? T : never;

  function spoil(bytes: Uint8Array, { at, value, how }: Spot): Uint8Array {
    const place = bytes.length === 0 ? 0 : at % bytes.length;
    if (how === "cut") return bytes.subarray(0, place);
    if (how === "set") return bytes.length === 0 ? bytes : bytes.with(place, value);
    const rest = bytes.subarray(how === "double" ? Math.max(0, place - value) : place + value);
    return Uint8Array.from([...bytes.subarray(0, place), ...rest]);
  }

  test("it is refused in words or left without notes", { timeout: 30_000 + MUTATIONS }, () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(fc.constantFrom(...FILES), fc.array(spot, { minLength: 1, maxLength: 4 }), ([type, whole], spots) => {
        const result = cleanImage(spots.reduce(spoil, whole), type);
        seen.add(result.ok ? "clean" : result.error);
        if (!result.ok) return;
        expect(leftParts(result.value).join(" ")).toMatch(PARTS[type]);
        expect(cleaned(result.value.bytes, type).bytes).toEqual(result.value.bytes);
      }),
      { numRuns: MUTATIONS },
    );
    expect([...seen]).toEqual(expect.arrayContaining(["clean", "broken", "not-an-image"]));
  });
});
