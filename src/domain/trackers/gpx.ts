import { err, ok, type Result } from "../result.ts";
import { readNumber } from "./json-field.ts";
import { draftOf, type FixDraft } from "./tracker-report.ts";
import { readDate } from "./tracker-time.ts";
import { attributeOf, scanXml, type XmlPart } from "./xml-scan.ts";

/** Two days at a point in nine seconds. What is longer was recorded on more than one trip. */
export const GPX_POINTS_MAX = 20_000;
/** 400 characters a point, where a watch with heart rate and temperature writes 350. */
export const GPX_CHARACTERS_MAX = 8_000_000;
/** The deepest known extension ends at nine. */
const DEPTH_MAX = 32;
/** What a tracker that tells no accuracy, but its geometry, is worth: as in its live reports. */
const METRES_PER_HDOP = 5;

export interface GpxUpload {
  /** In the file's order, of all its tracks and segments. */
  readonly drafts: readonly FixDraft[];
  /** Points that say where but not when, and therefore are no fixes. */
  readonly withoutTime: number;
}

/** `doctype`: it declares a document type, which could hide anything. `malformed`: `line` is where reading ended. */
export type GpxError =
  | { readonly tag: "too-large" | "too-many-points"; readonly max: number }
  | { readonly tag: "not-gpx" | "doctype" | "no-points" }
  | { readonly tag: "malformed"; readonly line: number };

/** The track points of GPX 1.0 or 1.1 with speed and course from wherever the writer put them. */
export function readGpx(text: string): Result<GpxUpload, GpxError> {
  if (text.length > GPX_CHARACTERS_MAX) return err({ tag: "too-large", max: GPX_CHARACTERS_MAX });
  const reading = new GpxReading();
  for (const part of scanXml(text)) {
    const problem = reading.take(part);
    if (problem === "malformed") return err({ tag: problem, line: lineAt(text, part.at) });
    if (problem === "too-many-points") return err({ tag: problem, max: GPX_POINTS_MAX });
    if (problem !== null) return err({ tag: problem });
  }
  if (!reading.isWhole)
    return err(reading.isGpx ? { tag: "malformed", line: lineAt(text, text.length) } : { tag: "not-gpx" });
  const { drafts, withoutTime } = reading;
  return drafts.length === 0 ? err({ tag: "no-points" }) : ok({ drafts, withoutTime });
}

type Problem = "not-gpx" | "doctype" | "malformed" | "too-many-points";

const MEASURES = ["time", "speed", "course", "hdop"] as const;
type Measure = (typeof MEASURES)[number];

interface Point {
  readonly lat: number;
  readonly lng: number;
  readonly measures: Map<Measure, string>;
}

class GpxReading {
  readonly drafts: FixDraft[] = [];
  withoutTime = 0;
  isGpx = false;
  readonly #open: string[] = [];
  #point: Point | null = null;

  get isWhole(): boolean {
    return this.isGpx && this.#open.length === 0;
  }

  take(part: XmlPart): Problem | null {
    switch (part.kind) {
      case "open":
        return this.#opened(part.name, part.attributes);
      case "close":
        return this.#closed(part.name);
      case "text":
        this.#told(part.text);
        return null;
      case "doctype":
        return "doctype";
      case "broken":
        return "malformed";
    }
  }

  #opened(name: string, attributes: string): Problem | null {
    if (this.#open.length === 0 && (this.isGpx || name !== "gpx")) return "not-gpx";
    if (this.#open.push(name) > DEPTH_MAX) return "malformed";
    this.isGpx = true;
    if (name !== "trkpt") return null;
    const lat = readNumber(attributeOf(attributes, "lat") ?? "");
    const lng = readNumber(attributeOf(attributes, "lon") ?? "");
    if (lat === null || lng === null || this.#point !== null) return "malformed";
    if (this.drafts.length + this.withoutTime === GPX_POINTS_MAX) return "too-many-points";
    this.#point = { lat, lng, measures: new Map() };
    return null;
  }

  #closed(name: string): Problem | null {
    if (this.#open.pop() !== name) return "malformed";
    if (name !== "trkpt" || this.#point === null) return null;
    const { lat, lng, measures } = this.#point;
    this.#point = null;
    const at = readDate(measures.get("time") ?? "");
    if (at === null) {
      this.withoutTime++;
      return null;
    }
    const hdop = readNumber(measures.get("hdop") ?? "");
    const accuracyM = hdop === null ? null : hdop * METRES_PER_HDOP;
    const speedMps = readNumber(measures.get("speed") ?? "");
    const headingDeg = readNumber(measures.get("course") ?? "");
    this.drafts.push(draftOf({ at, lat, lng, accuracyM, speedMps, headingDeg, isMock: false }));
    return null;
  }

  #told(text: string): void {
    const measure = MEASURES.find((name) => name === this.#open.at(-1));
    // An extension may have a time of its own, of something else.
    const isOwn = measure !== "time" || this.#open.at(-2) === "trkpt";
    if (this.#point === null || measure === undefined || !isOwn) return;
    const { measures } = this.#point;
    measures.set(measure, (measures.get(measure) ?? "") + text);
  }
}

function lineAt(text: string, at: number): number {
  let line = 1;
  for (let found = text.indexOf("\n"); found !== -1 && found < at; found = text.indexOf("\n", found + 1)) line++;
  return line;
}
