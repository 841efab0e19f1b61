import * as fc from "fast-check";

const HEADERS = ["reference", "street", "details", "city", "name", "phone", "lat", "lng", "weight_g", "Remarks"];

const cell = fc.oneof(
  fc.constantFrom("", "7", "Quay Street", "=1+1", "+49 30 123456", "52.5", "-1", '"quoted, ""twice"""'),
  fc.string({ maxLength: 12 }).map((text) => text.replaceAll('"', "")),
);

/** Lists of shipments as shops export them, at times torn. */
export const parcelLists: fc.Arbitrary<string> = fc
  .record({
    delimiter: fc.constantFrom(",", ";", "\t"),
    end: fc.constantFrom("\r\n", "\n"),
    start: fc.constantFrom("", "\uFEFF"),
    header: fc.shuffledSubarray(HEADERS, { minLength: 5 }),
    // One in ten does not close a quote.
    tail: fc.oneof({ weight: 9, arbitrary: fc.constant("") }, { weight: 1, arbitrary: fc.constant('"open') }),
    rows: fc.array(fc.array(cell, { minLength: 1, maxLength: HEADERS.length }), { minLength: 1, maxLength: 8 }),
  })
  .map(
    ({ delimiter, end, start, header, rows, tail }) =>
      start + [header, ...rows].map((cells) => cells.join(delimiter)).join(end) + end + tail,
  );
