import { assert, integer, property, string } from "fast-check";
import { describe, expect, test } from "vitest";
import { GPX_CHARACTERS_MAX, GPX_POINTS_MAX, readGpx, type GpxUpload } from "../../../../src/domain/trackers/gpx.ts";

const AT = Date.UTC(2027, 0, 15, 8, 0, 0);
const POINT = `<trkpt lat="48.1" lon="11.5"><time>2027-01-15T08:00:00Z</time></trkpt>`;

function gpx(inside: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<gpx version="1.1" creator="a > b">${inside}</gpx>\n`;
}

function upload(text: string): GpxUpload {
  const result = readGpx(text);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

/** A whole file within this time, however it is made: what is quadratic takes minutes. */
const PATIENCE_MS = 5000;

function milliseconds(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

describe("a GPX file", () => {
  test("of version 1.1 gives the points of all its segments with the speed and course of its extensions", () => {
    const extensions = `<extensions><gpxtpx:TrackPointExtension><gpxtpx:speed>4.5</gpxtpx:speed><gpxtpx:course>92</gpxtpx:course></gpxtpx:TrackPointExtension></extensions>`;
    const first = `<trkpt lat='48.1' lon='11.5'><ele>512</ele><time>2027-01-15T08:00:00Z</time><hdop>1.2</hdop>${extensions}</trkpt>`;
    const second = `<trkpt lon="11.6" lat="48.2"><time> 2027-01-15T09:00:05.5+01:00 </time></trkpt>`;
    const text = gpx(
      `<metadata><time>2020-01-01T00:00:00Z</time></metadata><trk><name>A &amp; B</name><trkseg>${first}</trkseg><trkseg>${second}</trkseg></trk>`,
    );
    expect(upload(text)).toEqual({
      withoutTime: 0,
      drafts: [
        { at: AT, lat: 48.1, lng: 11.5, accuracyM: 6, speedMps: 4.5, headingDeg: 92, flags: 0 },
        { at: AT + 5500, lat: 48.2, lng: 11.6, accuracyM: null, speedMps: null, headingDeg: null, flags: 0 },
      ],
    });
  });

  test("of version 1.0, with a prefix, comments, CDATA and points that close themselves, is read as well", () => {
    const text = `\u{feff}<g:gpx version="1.0"><!-- <trkpt> --><g:wpt lat="1" lon="2"/><g:trk><g:trkseg>
      <g:trkpt lat="48.1" lon="11.5"><g:time><![CDATA[2027-01-15T08:00:00Z]]></g:time><g:speed>3</g:speed><g:course>10</g:course></g:trkpt>
      <g:trkpt lat="48.1" lon="11.5"/></g:trkseg></g:trk></g:gpx>`;
    expect(upload(text)).toMatchObject({ withoutTime: 1, drafts: [{ at: AT, speedMps: 3, headingDeg: 10 }] });
  });

  test("keeps an extension's time apart from the point's", () => {
    const inside = `<time>2027-01-15T08:00:00Z</time><extensions><x:time>1999-01-01T00:00:00Z</x:time></extensions>`;
    expect(upload(gpx(`<trkpt lat="1" lon="2">${inside}</trkpt>`)).drafts[0]?.at).toBe(AT);
  });

  test("with a document type, entities or not, is refused", () => {
    const bomb = `<?xml version="1.0"?><!DOCTYPE gpx [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>${gpx(POINT)}`;
    expect(readGpx(bomb)).toEqual({ ok: false, error: { tag: "doctype" } });
    expect(readGpx(gpx(`<!ENTITY a "b">${POINT}`))).toEqual({ ok: false, error: { tag: "doctype" } });
  });

  test.each([
    ["", { tag: "not-gpx" }],
    ["plain text", { tag: "not-gpx" }],
    ["<kml></kml>", { tag: "not-gpx" }],
    [`${gpx(POINT)}<gpx/>`, { tag: "not-gpx" }],
    [gpx(""), { tag: "no-points" }],
    [gpx(`<trkpt lat="1" lon="2"></trkpt>`), { tag: "no-points" }],
    [gpx(`\n<trkpt lat="1"></trkpt>`), { tag: "malformed", line: 3 }],
    [gpx(`<trkpt lat="north" lon="2"></trkpt>`), { tag: "malformed", line: 2 }],
    [gpx(`<trkpt lat="1" lon="2"><trkpt lat="1" lon="2">`), { tag: "malformed", line: 2 }],
    [gpx("\n\n<trk></trkseg>"), { tag: "malformed", line: 4 }],
    [gpx(`<trk name="never ends></trk>`), { tag: "malformed", line: 2 }],
    [gpx("<!-- never ends"), { tag: "malformed", line: 2 }],
    [`<gpx>${POINT}`, { tag: "malformed", line: 1 }],
    [gpx(`${"<a>".repeat(40)}${"</a>".repeat(40)}`), { tag: "malformed", line: 2 }],
    [gpx(`< trk>`), { tag: "malformed", line: 2 }],
  ])("%j is refused with a reason", (text, error) => {
    expect(readGpx(text)).toEqual({ ok: false, error });
  });

  test("of as many points as allowed is read, and one more is too many", () => {
    expect(upload(gpx(POINT.repeat(GPX_POINTS_MAX))).drafts).toHaveLength(GPX_POINTS_MAX);
    const error = { tag: "too-many-points", max: GPX_POINTS_MAX };
    expect(readGpx(gpx(POINT.repeat(GPX_POINTS_MAX + 1)))).toEqual({ ok: false, error });
    const long = readGpx(" ".repeat(GPX_CHARACTERS_MAX + 1));
    expect(long).toEqual({ ok: false, error: { tag: "too-large", max: GPX_CHARACTERS_MAX } });
  });

  test.each([
    ["quotes that never end", gpx(`<a b="`.repeat(GPX_CHARACTERS_MAX / 8))],
    ["one tag of many attributes", gpx(`<trkpt ${"a".repeat(GPX_CHARACTERS_MAX - 100)}>`)],
    [
      "one number of many digits",
      gpx(`<trkpt lat="1" lon="2"><speed>${"1".repeat(GPX_CHARACTERS_MAX - 200)}x</speed>`),
    ],
    ["many comments that never end", gpx("<!-".repeat(GPX_CHARACTERS_MAX / 4))],
    ["nothing but tags", gpx("<a/>".repeat(GPX_CHARACTERS_MAX / 5))],
  ])("made of %s takes no longer than any other", (_, text) => {
    expect(milliseconds(() => readGpx(text))).toBeLessThan(PATIENCE_MS);
  });
});

test("no text, and no damage to a good file, makes the reader throw", () => {
  const good = gpx(`<trk><trkseg>${POINT}${POINT}</trkseg></trk>`);
  assert(
    property(string(), (text) => {
      expect(readGpx(text)).toHaveProperty("ok");
    }),
  );
  assert(
    property(integer({ min: 0, max: good.length }), string({ maxLength: 5 }), (at, piece) => {
      expect(readGpx(good.slice(0, at) + piece + good.slice(at + piece.length))).toHaveProperty("ok");
    }),
  );
});
