import { assert, boolean, constantFrom, property, record } from "fast-check";
import { expect, test } from "vitest";
import { cadenceFor } from "../../../src/domain/cadence.ts";
import { LATE_MS } from "../../../src/domain/judge-fix.ts";
import { trackPhase } from "../../../src/domain/track-phase.ts";
import { Cadence } from "../../../src/protocol/live/driver-down.ts";

const calm = { watched: true, savesPower: false, overloaded: false };

test("each phase asks for what it needs, and off duty for nothing", () => {
  const intervals = (["available", "moving", "near-stop", "at-stop", "idle", "sos"] as const).map(
    (phase) => cadenceFor({ ...calm, phase })?.intervalMs,
  );
  expect(intervals).toEqual([60_000, 5000, 2000, 30_000, 30_000, 2000]);
  expect(cadenceFor({ ...calm, phase: "off-duty" })).toBeNull();
});

test("a weak battery, load and an empty room slow it down; a call for help is never slowed", () => {
  expect(cadenceFor({ ...calm, phase: "moving", savesPower: true })?.intervalMs).toBe(15_000);
  expect(cadenceFor({ ...calm, phase: "moving", overloaded: true })?.intervalMs).toBe(15_000);
  expect(cadenceFor({ ...calm, phase: "moving", watched: false })).toMatchObject({ intervalMs: 5000, batch: 3 });
  const worst = { phase: "sos", watched: false, savesPower: true, overloaded: true } as const;
  expect(cadenceFor(worst)).toMatchObject({ intervalMs: 2000, batch: 1 });
});

const anyNeeds = record({
  phase: constantFrom("available", "moving", "near-stop", "at-stop", "idle", "sos"),
  watched: boolean(),
  savesPower: boolean(),
  overloaded: boolean(),
});

test("whatever is asked fits the wire, and no fix grows late while it waits for its batch", () => {
  assert(
    property(anyNeeds, (needs) => {
      const cadence = Cadence.parse(cadenceFor(needs));
      expect(cadence.intervalMs * cadence.batch).toBeLessThan(LATE_MS);
    }),
  );
});

test("near a stop begins at a kilometre or five minutes, and ends only well beyond", () => {
  const signs = (metres: number, ms = 900_000) => ({
    duty: "driving" as const,
    isAtStop: false,
    isIdle: false,
    left: { metres, ms },
  });
  expect(trackPhase("moving", signs(1001))).toBe("moving");
  expect(trackPhase("moving", signs(1000))).toBe("near-stop");
  expect(trackPhase("moving", signs(5000, 300_000))).toBe("near-stop");
  expect(trackPhase("near-stop", signs(1300))).toBe("near-stop");
  expect(trackPhase("near-stop", signs(1301))).toBe("moving");
  expect(trackPhase("near-stop", { ...signs(10), isAtStop: true })).toBe("at-stop");
  expect(trackPhase("near-stop", { ...signs(10), duty: "sos" })).toBe("sos");
});
