import { err, ok, type Result } from "./result.ts";

// One frame tells every dispatcher of a region what moved since the last one. Big-endian.
//   header, 12 bytes:  version u8 · kind u8 · near records u16 · revision u32 · anchor, 0.01 degrees: lat i16, lng i16
//   near, 12 bytes:    index u16 · lat i24 · lng i24, 1e-6 degrees from the anchor · speed u8 · heading u8 · seq u8 · age u8
//   far, 14 bytes:     the same with lat i32 and lng i32 from 0, 0
// 24 bits at 1e-6 degrees reach 8.4 degrees, about 900 km, to each side of the anchor: a region's drivers are near unless
// one left the country. At 60 records, a tenth of a second of 3,000 drivers, an update takes 12.3 bytes with the socket's
// own header, where one JSON message each takes 114. Every record stands for itself: a frame that was left out for a slow
// viewer spoils nothing, the next one of that driver is whole.
const VERSION = 1;
const HEADER_BYTES = 12;
const NEAR_BYTES = 12;
const FAR_BYTES = 14;
const KINDS = ["moved", "everyone"] as const;

/** Of one frame, and so of one region: index and number of near records are 16 bits. */
export const LIVE_DRIVERS_MAX = 65_535;
const REVISIONS = 2 ** 32;
const SEQS = 256;
const STEPS_PER_DEGREE = 1_000_000;
const ANCHOR_STEPS_PER_DEGREE = 100;
const ANCHOR_STEP = STEPS_PER_DEGREE / ANCHOR_STEPS_PER_DEGREE;
const NEAR_MAX = 2 ** 23 - 1;
/** In the place of a speed or a heading that the device did not say. */
const UNKNOWN = 255;
/** Half a metre a second: up to 127 m/s, faster than any fix that is shown. */
const SPEED_STEPS_PER_MPS = 2;
/** 240 directions of 1.5 degrees. */
const HEADINGS = 240;
/** Ages up to 12.7 s in steps of 0.1 s, for a dot to glide by; then of 1 s, up to 2 min 18 s; 255 is anything older. */
const FINE_AGE_MS = 100;
const FINE_AGES = 128;
const COARSE_AGE_MS = 1000;
const AGE_MAX = 255;

/** A place that the region chose for its frames, such as its middle. Degrees. */
export interface LiveAnchor {
  readonly lat: number;
  readonly lng: number;
}

export interface LiveRecord {
  /** The driver's place in the roster that the viewer got as JSON. */
  readonly index: number;
  readonly lat: number;
  readonly lng: number;
  readonly speedMps: number | null;
  readonly headingDeg: number | null;
  /** The last eight bits of the fix's number. */
  readonly seq: number;
  /** How old the fix was when the frame was made. */
  readonly ageMs: number;
}

export interface LiveFrame {
  /** `everyone`: whoever is not named has no place. `moved`: whoever is not named stands as before. */
  readonly kind: (typeof KINDS)[number];
  /** Counts the region's frames, and begins again after 2^32 of them. */
  readonly rev: number;
  readonly records: readonly LiveRecord[];
}

export interface LiveFrameError {
  readonly tag: "malformed" | "unknown-version";
}

/** One buffer for all viewers. Far drivers stand behind the near ones; otherwise the order is kept. */
export function encodeLiveFrame({ kind, rev, records }: LiveFrame, anchor: LiveAnchor): ArrayBuffer {
  if (records.length > LIVE_DRIVERS_MAX) throw new RangeError(`A frame has at most ${LIVE_DRIVERS_MAX} drivers.`);
  const originLat = Math.round(anchor.lat * ANCHOR_STEPS_PER_DEGREE);
  const originLng = Math.round(anchor.lng * ANCHOR_STEPS_PER_DEGREE);
  const near: PlacedRecord[] = [];
  const far: PlacedRecord[] = [];
  for (const record of records) {
    const fromAnchor = placeFrom(originLat * ANCHOR_STEP, originLng * ANCHOR_STEP, record);
    if (isNear(fromAnchor.lat) && isNear(fromAnchor.lng)) near.push(fromAnchor);
    else far.push(placeFrom(0, 0, record));
  }
  const view = new DataView(new ArrayBuffer(HEADER_BYTES + near.length * NEAR_BYTES + far.length * FAR_BYTES));
  view.setUint8(0, VERSION);
  view.setUint8(1, KINDS.indexOf(kind));
  view.setUint16(2, near.length);
  view.setUint32(4, rev % REVISIONS);
  view.setInt16(8, originLat);
  view.setInt16(10, originLng);
  let at = HEADER_BYTES;
  for (const place of near) {
    setInt24(view, at + 2, place.lat);
    setInt24(view, at + 5, place.lng);
    at = writeRecord(view, { at, size: NEAR_BYTES }, place.record);
  }
  for (const place of far) {
    view.setInt32(at + 2, place.lat);
    view.setInt32(at + 6, place.lng);
    at = writeRecord(view, { at, size: FAR_BYTES }, place.record);
  }
  return view.buffer;
}

/** Total: any bytes give a frame or an error. */
export function decodeLiveFrame(bytes: ArrayBuffer): Result<LiveFrame, LiveFrameError> {
  if (bytes.byteLength < HEADER_BYTES) return err({ tag: "malformed" });
  const view = new DataView(bytes);
  if (view.getUint8(0) !== VERSION) return err({ tag: "unknown-version" });
  const kind = KINDS[view.getUint8(1)];
  const nearCount = view.getUint16(2);
  const farBytes = bytes.byteLength - HEADER_BYTES - nearCount * NEAR_BYTES;
  if (kind === undefined || farBytes < 0 || farBytes % FAR_BYTES !== 0) return err({ tag: "malformed" });
  const originLat = view.getInt16(8) * ANCHOR_STEP;
  const originLng = view.getInt16(10) * ANCHOR_STEP;
  const records: LiveRecord[] = [];
  let at = HEADER_BYTES;
  for (let read = 0; read < nearCount; read++) {
    const place = { lat: originLat + getInt24(view, at + 2), lng: originLng + getInt24(view, at + 5) };
    records.push(readRecord(view, { at, size: NEAR_BYTES }, place));
    at += NEAR_BYTES;
  }
  for (; at < bytes.byteLength; at += FAR_BYTES) {
    const place = { lat: view.getInt32(at + 2), lng: view.getInt32(at + 6) };
    records.push(readRecord(view, { at, size: FAR_BYTES }, place));
  }
  if (!records.every(isPlausible)) return err({ tag: "malformed" });
  return ok({ kind, rev: view.getUint32(4), records });
}

/** In steps of 1e-6 degrees from an origin. */
interface PlacedRecord {
  readonly lat: number;
  readonly lng: number;
  readonly record: LiveRecord;
}

function placeFrom(originLat: number, originLng: number, record: LiveRecord): PlacedRecord {
  if (!isPlausible(record)) throw new RangeError(`Record ${record.index} of a live frame has no place or no number.`);
  const lat = Math.round(record.lat * STEPS_PER_DEGREE) - originLat;
  const lng = Math.round(record.lng * STEPS_PER_DEGREE) - originLng;
  return { lat, lng, record };
}

function isNear(steps: number): boolean {
  return Math.abs(steps) <= NEAR_MAX;
}

function isPlausible({ index, lat, lng, headingDeg }: LiveRecord): boolean {
  const hasIndex = Number.isInteger(index) && index >= 0 && index < LIVE_DRIVERS_MAX;
  return (
    hasIndex && Math.abs(lat) <= 90 && Math.abs(lng) <= 180 && (headingDeg === null || Number.isFinite(headingDeg))
  );
}

interface Slot {
  readonly at: number;
  readonly size: number;
}

/** All but the place, which stands between the index and the last four bytes. Gives the next record's beginning. */
function writeRecord(view: DataView, { at, size }: Slot, record: LiveRecord): number {
  const end = at + size;
  view.setUint16(at, record.index);
  view.setUint8(end - 4, speedCode(record.speedMps));
  view.setUint8(end - 3, headingCode(record.headingDeg));
  view.setUint8(end - 2, record.seq % SEQS);
  view.setUint8(end - 1, ageCode(record.ageMs));
  return end;
}

function readRecord(view: DataView, { at, size }: Slot, place: { lat: number; lng: number }): LiveRecord {
  const end = at + size;
  const speed = view.getUint8(end - 4);
  const heading = view.getUint8(end - 3);
  return {
    index: view.getUint16(at),
    lat: place.lat / STEPS_PER_DEGREE,
    lng: place.lng / STEPS_PER_DEGREE,
    speedMps: speed === UNKNOWN ? null : speed / SPEED_STEPS_PER_MPS,
    headingDeg: heading === UNKNOWN ? null : (heading * 360) / HEADINGS,
    seq: view.getUint8(end - 2),
    ageMs: ageOfCode(view.getUint8(end - 1)),
  };
}

function speedCode(speedMps: number | null): number {
  if (speedMps === null) return UNKNOWN;
  return Math.min(UNKNOWN - 1, Math.max(0, Math.round(speedMps * SPEED_STEPS_PER_MPS)));
}

function headingCode(headingDeg: number | null): number {
  if (headingDeg === null) return UNKNOWN;
  const code = Math.round((headingDeg * HEADINGS) / 360) % HEADINGS;
  return code < 0 ? code + HEADINGS : code;
}

function ageCode(ageMs: number): number {
  const fine = Math.round(Math.max(0, ageMs) / FINE_AGE_MS);
  if (fine < FINE_AGES) return fine;
  return Math.min(AGE_MAX, FINE_AGES + Math.round((ageMs - FINE_AGES * FINE_AGE_MS) / COARSE_AGE_MS));
}

function ageOfCode(code: number): number {
  return code < FINE_AGES ? code * FINE_AGE_MS : FINE_AGES * FINE_AGE_MS + (code - FINE_AGES) * COARSE_AGE_MS;
}

function setInt24(view: DataView, at: number, value: number): void {
  view.setInt8(at, value >> 16);
  view.setUint16(at + 1, value & 0xffff);
}

function getInt24(view: DataView, at: number): number {
  return view.getInt8(at) * 0x10000 + view.getUint16(at + 1);
}
