import { evictDurableObject } from "cloudflare:test";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { readRecording, type RecordedFrame } from "../../../../dev/sim/recording.ts";
import { TenantId } from "../../../../src/protocol/ids.ts";
import type { TripBrief } from "../../../../src/protocol/live/trip-brief.ts";
import text from "../../../recordings/round.ndjson?raw";
import { fencedTrip, logOf } from "./fence-fixture.ts";
import { madeUpId, type stubOf } from "./trip-fixture.ts";

/** With -u the events are written anew; CONTRIBUTING.md says when. */
const EVENTS = "../../../recordings/round.events.ndjson";
/** Positions of two minutes: sleep comes in the middle of drives, doors and backlogs. */
const SLEEPS_EACH = 25;

const { head, frames } = readRecording(text);

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: head.trip.startedAt ?? 0 }));
afterEach(() => void vi.useRealTimers());

async function hear(stub: ReturnType<typeof stubOf>, frame: RecordedFrame): Promise<void> {
  const heard = "action" in frame ? await stub.act([frame.action], head.trip.driverId) : await stub.ingest(frame);
  expect(heard.ok).toBe(true);
}

/** A line's id is new each time; all else follows from what came and when. */
async function linesOf(stub: ReturnType<typeof stubOf>): Promise<string> {
  const events = await logOf(stub);
  return `${events.map(({ id: _, ...line }) => JSON.stringify(line)).join("\n")}\n`;
}

test("a recorded round gives the events that it gave, byte for byte, however often its object sleeps meanwhile", async () => {
  const brief: TripBrief = { ...head.trip, tenantId: TenantId.parse(madeUpId("tnt")) };
  const { stub } = await fencedTrip(head.fences.fences, brief);
  for (const [index, frame] of frames.entries()) {
    vi.setSystemTime(frame.at);
    if (index % SLEEPS_EACH === SLEEPS_EACH - 1) await evictDurableObject(stub, { webSockets: "hibernate" });
    await hear(stub, frame);
  }
  await expect(await linesOf(stub)).toMatchFileSnapshot(EVENTS);
});
