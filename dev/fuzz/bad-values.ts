import * as fc from "fast-check";
import { CHARACTERS } from "./schema-values.ts";

/** A whole body may have 1 MiB: this is near it as one field, and past every field's own limit. */
const HUGE_CHARACTERS = 200_000;
/** Deeper than any honest body, shallower than what a parser's stack holds. */
const DEPTH = 2_000;

const NASTY_STRINGS = [
  "",
  " ",
  "null",
  "../../../etc/passwd",
  "..\\..\\windows\\win.ini",
  "/etc/passwd",
  "\u0000",
  "a\u0000b",
  "\u202Etxt.exe",
  "\uD800",
  "\uFEFF",
  "e\u0301\u0327".repeat(50),
  "\u{1F469}\u200D\u{1F680}",
  "' OR '1'='1",
  "1; DROP TABLE users;--",
  "%",
  "_%_",
  "$1",
  "{{7*7}}",
  "${7*7}",
  "<script>alert(1)</script>",
  "__proto__",
  "constructor",
  "\r\nset-cookie: a=b",
  "9".repeat(400),
  "x".repeat(HUGE_CHARACTERS),
];

export const nastyStrings: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...NASTY_STRINGS),
  fc.string({ unit: CHARACTERS, maxLength: 40 }),
);

/** As they stand in a URL, some of them not even decodable. */
export const nastySegments: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    "%2e%2e%2f%2e%2e%2f",
    "..%5c..%5c",
    "%00",
    "%",
    "%zz",
    "%E0%A4%A",
    "%ff%fe",
    "a%2Fb",
    ";a=b",
    "*",
    "~",
    "%20",
  ),
  nastyStrings.filter(isEncodable).map((text) => encodeURIComponent(text.slice(0, 2_000)) || "%20"),
);

export const nastyValues: fc.Arbitrary<unknown> = fc.oneof(
  nastyStrings,
  fc.constantFrom<unknown>(null, true, 0, -1, 1.5, 1e308, Number.MAX_SAFE_INTEGER, [], {}, [[]], [null], {
    length: 1e9,
  }),
  fc.jsonValue({ maxDepth: 3 }),
);

/** Not made of a value at all: what arrives is this text. */
export const rawBodies: fc.Arbitrary<string> = fc.constantFrom(
  "",
  "{",
  "}",
  "null",
  "[]",
  '"text"',
  "NaN",
  "1e999",
  "{'a':1}",
  '{"a":1,"a":2}',
  '{"__proto__":{"isAdmin":true}}',
  '{"constructor":{"prototype":{"isAdmin":true}}}',
  "\uFEFF{}",
  "[".repeat(DEPTH) + "]".repeat(DEPTH),
  '{"a":'.repeat(DEPTH) + "1" + "}".repeat(DEPTH),
  "a=b&c=d",
);

export const contentTypes: fc.Arbitrary<string> = fc.constantFrom(
  "text/plain",
  "application/x-www-form-urlencoded",
  "multipart/form-data; boundary=x",
  "application/xml",
  "application/jsonx",
  "application/json; charset=utf-16",
  "application/json;",
  "*/*",
  "x",
);

/** A lone half of a surrogate pair has no UTF-8. */
function isEncodable(text: string): boolean {
  return text.isWellFormed();
}
