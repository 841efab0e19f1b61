import type * as z from "zod";
import { decodeLiveFrame } from "../../src/domain/live-record.ts";
import type { Result } from "../../src/domain/result.ts";
import { decodeChunk, encodeChunk } from "../../src/domain/track/chunk.ts";
import { readFrame } from "../../src/objects/lib/read-frame.ts";
import type { JudgedFix } from "../../src/protocol/live/fix.ts";
import { DispatchUp } from "../../src/protocol/live/dispatch-up.ts";
import { DriverUp } from "../../src/protocol/live/driver-up.ts";
import type { Dice } from "./dice.ts";
import { brokenBytes, hostileFrame } from "./hostile-frames.ts";

export interface Tried {
  accepted: number;
  refused: number;
  /** Read one way and, written down again, another way; or not read but thrown at. */
  readonly wrong: string[];
}

const CHUNK = encodeChunk(Array.from({ length: 40 }, (_, index) => fixOf(index + 1)));
/** More would only be the same again. */
const TOLD = 10;

/** Gives the frame readers of both doors, and the two readers of bytes, what nobody should send. */
export function tryFrames(dice: Dice, count: number): Tried {
  const tried: Tried = { accepted: 0, refused: 0, wrong: [] };
  for (let index = 0; index < count && tried.wrong.length < TOLD; index++) {
    const frame = hostileFrame(dice);
    const received = typeof frame === "string" ? frame : frame.buffer;
    note(tried, frame, () => readTwice(DriverUp, received));
    note(tried, frame, () => readTwice(DispatchUp, received));
    const broken = brokenBytes(dice, CHUNK);
    note(tried, broken, () => decodeChunk(broken));
    note(tried, broken, () => decodeLiveFrame(broken.buffer));
  }
  return tried;
}

function note(tried: Tried, frame: string | Uint8Array, read: () => Result<unknown, unknown>): void {
  try {
    if (read().ok) tried.accepted += 1;
    else tried.refused += 1;
  } catch (error) {
    const shown = typeof frame === "string" ? frame.slice(0, 200) : Buffer.from(frame).toString("hex").slice(0, 400);
    tried.wrong.push(`${String(error)} after ${shown}`);
  }
}

/** What was accepted means the same after it was written down and read once more. */
function readTwice(schema: z.ZodType, frame: string | ArrayBuffer): Result<unknown, unknown> {
  const first = readFrame(schema, frame);
  if (!first.ok) return first;
  const text = JSON.stringify(first.value);
  const again = readFrame(schema, text);
  if (!again.ok || JSON.stringify(again.value) !== text) throw new Error("read differently the second time");
  return first;
}

function fixOf(seq: number): JudgedFix {
  const at = 1_700_000_000_000 + seq * 1_000;
  const place = { lat: 52.5 + seq / 1e4, lng: 13.4, accuracyM: 5, speedMps: 10, headingDeg: 90, flags: 0 };
  return { seq, at, ...place, receivedAt: at + 200, fixedAt: at, verdict: "live", reason: "none" };
}
