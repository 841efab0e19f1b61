import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import * as z from "zod";
import { encodeLiveFrame } from "../../../src/domain/live-record.ts";
import { DispatchDown } from "../../../src/protocol/live/dispatch-down.ts";
import { DispatchUp } from "../../../src/protocol/live/dispatch-up.ts";
import { DriverDown } from "../../../src/protocol/live/driver-down.ts";
import { DriverUp } from "../../../src/protocol/live/driver-up.ts";
import { TrackDown } from "../../../src/protocol/live/track-down.ts";
import { TrackUp } from "../../../src/protocol/live/track-up.ts";
import { TripDown } from "../../../src/protocol/live/trip-down.ts";
import { OLDEST_PROTOCOL_VERSION, PROTOCOL_VERSION, WIRE_HISTORY } from "../../../src/protocol/version.ts";

const MESSAGES = { DriverUp, DriverDown, TripDown, DispatchUp, DispatchDown, TrackDown, TrackUp };
const HASH_CHARS = 16;

/** Of every message's shape, and of one compact frame that has something in each of its fields. */
function fingerprint(messages: Readonly<Record<string, z.ZodType>>): string {
  const shapes = Object.entries(messages).map(([name, schema]) => [name, z.toJSONSchema(schema, { io: "input" })]);
  const record = { index: 7, seq: 9, lat: 52.5, lng: 13.4, speedMps: 8, headingDeg: 90, ageMs: 1_000 };
  const frame = encodeLiveFrame({ kind: "moved", rev: 3, records: [record] }, { lat: 52.5, lng: 13.4 });
  return createHash("sha256")
    .update(JSON.stringify(shapes))
    .update(new Uint8Array(frame))
    .digest("hex")
    .slice(0, HASH_CHARS);
}

test("a change of any socket message is written into the wire's history", () => {
  expect(WIRE_HISTORY.at(-1)?.fingerprint, "describe the change in src/protocol/version.ts, with this hash").toBe(
    fingerprint(MESSAGES),
  );
});

test("a field more, or another limit, is another wire", () => {
  const more = z.strictObject({ type: z.literal("hello"), more: z.string() });
  expect(fingerprint({ ...MESSAGES, DriverUp: more })).not.toBe(fingerprint(MESSAGES));
  expect(fingerprint({ ...MESSAGES, DriverUp: more.extend({ more: z.string().max(5) }) })).not.toBe(
    fingerprint({ ...MESSAGES, DriverUp: more }),
  );
});

test("versions only rise, and the newest is the one that is spoken", () => {
  const versions = WIRE_HISTORY.map(({ version }) => version);
  expect(versions).toEqual([...new Set(versions)].toSorted((a, b) => a - b));
  expect(versions.at(-1)).toBe(PROTOCOL_VERSION);
  expect(versions).toContain(OLDEST_PROTOCOL_VERSION);
});
