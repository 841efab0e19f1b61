import type { JudgedFix } from "../../protocol/live/fix.ts";
import { err, ok, type Result } from "../result.ts";
import { CHUNK_COLUMNS, fixOfNumbers, numbersOfFix, timedSeq, type FixNumbers } from "./chunk-columns.ts";
import { COLUMN_VALUE_MAX, readColumn, writeColumn } from "./column.ts";
import { VarintReader, VarintWriter } from "./varint.ts";

// A chunk, all numbers varints unless said otherwise:
//   version · number of fixes · 1 if the stream is numbered by time · a bit for each column that is written in runs ·
//   the columns, one after the other · number of raw values · for each its column, its fix, and a double of 8 bytes.
// A courier's city drive takes 8.6 bytes a fix in chunks of 25, and 7.6 where all of an hour is one.
// Kept exactly: number, the phone's time, our time, flags, verdict, reason. Rounded: places to 1e-6 degrees (0.11 m where
// a phone measures to 3 m; the next digit costs 0.8 bytes a fix and says nothing), accuracy to 0.1 m, speed to 0.1 m/s,
// heading to 1 degree, arrival down to 0.01 s. What no column can hold, as a latitude of 9e99, is a raw value, exact, and
// its place in the column is empty: one wild fix costs ten bytes a field and leaves the differences around it small.
const VERSION = 1;
/** Ten full batches of a phone that comes back: about 20 kB, decoded in a few milliseconds. */
export const CHUNK_FIXES_MAX = 2000;

/** `malformed`: not what an encoder writes. `unknown-version`: written by a newer one. */
export interface ChunkError {
  readonly tag: "malformed" | "unknown-version";
}

interface RawValue {
  readonly column: number;
  readonly fix: number;
  readonly value: number;
}

export function encodeChunk(fixes: readonly JudgedFix[]): Uint8Array<ArrayBuffer> {
  if (fixes.length === 0 || fixes.length > CHUNK_FIXES_MAX)
    throw new RangeError(`A chunk has 1 to ${CHUNK_FIXES_MAX} fixes, not ${fixes.length}.`);
  const timed = fixes.every((fix) => fix.seq === timedSeq(fix.at));
  const rows = fixes.map((fix) => numbersOfFix(fix, timed));
  const raws: RawValue[] = [];
  const body = new VarintWriter();
  let runs = 0;
  for (const [column, { name, stepsPerUnit, prediction }] of CHUNK_COLUMNS.entries()) {
    const steps = rows.map((row, fix) => {
      const value = row[name];
      if (value === null) return null;
      const rounded = Math.round(value * stepsPerUnit);
      if (Math.abs(rounded) <= COLUMN_VALUE_MAX) return rounded;
      raws.push({ column, fix, value });
      return null;
    });
    if (writeColumn(body, steps, prediction)) runs += 2 ** column;
  }
  const chunk = new VarintWriter();
  for (const number of [VERSION, fixes.length, timed ? 1 : 0, runs]) chunk.unsigned(number);
  chunk.append(body);
  writeRaws(chunk, raws);
  return chunk.finish();
}

/** Total: any bytes give fixes or an error, in time and memory that CHUNK_FIXES_MAX bounds. */
export function decodeChunk(bytes: Uint8Array): Result<JudgedFix[], ChunkError> {
  const reader = new VarintReader(bytes);
  const version = reader.unsigned();
  if (!reader.broken && version !== VERSION) return err({ tag: "unknown-version" });
  const count = reader.unsigned();
  const numbering = reader.unsigned();
  const runs = reader.unsigned();
  if (reader.broken || count === 0 || count > CHUNK_FIXES_MAX || numbering > 1) return err({ tag: "malformed" });
  const rows = readRows(reader, count, runs);
  if (rows === null || !readRaws(reader, rows) || reader.left > 0) return err({ tag: "malformed" });
  const fixes: JudgedFix[] = [];
  for (const row of rows) {
    const fix = fixOfNumbers(row, numbering === 1);
    if (fix === null) return err({ tag: "malformed" });
    fixes.push(fix);
  }
  return ok(fixes);
}

function readRows(reader: VarintReader, count: number, runs: number): FixNumbers[] | null {
  const rows = Array.from({ length: count }, noNumbers);
  for (const [column, { name, stepsPerUnit, prediction }] of CHUNK_COLUMNS.entries()) {
    const steps = readColumn(reader, count, { prediction, inRuns: Math.floor(runs / 2 ** column) % 2 === 1 });
    if (steps === null) return null;
    for (const [fix, row] of rows.entries()) {
      const value = steps[fix] ?? null;
      row[name] = value === null ? null : value / stepsPerUnit;
    }
  }
  return rows;
}

function noNumbers(): FixNumbers {
  const none = { seq: null, fixedAt: null, clockAheadMs: null, delaySteps: null, lat: null, lng: null };
  return { ...none, accuracyM: null, speedMps: null, headingDeg: null, flags: null, verdict: null, reason: null };
}

function writeRaws(chunk: VarintWriter, raws: readonly RawValue[]): void {
  chunk.unsigned(raws.length);
  for (const { column, fix, value } of raws) {
    chunk.unsigned(column);
    chunk.unsigned(fix);
    chunk.double(value);
  }
}

/** Puts the raw values in their empty places. False if one has none. */
function readRaws(reader: VarintReader, rows: readonly FixNumbers[]): boolean {
  const count = reader.unsigned();
  for (let read = 0; read < count && !reader.broken; read++) {
    const column = CHUNK_COLUMNS[reader.unsigned()];
    const row = rows[reader.unsigned()];
    const value = reader.double();
    if (!column || !row || row[column.name] !== null) return false;
    row[column.name] = value;
  }
  return !reader.broken;
}
