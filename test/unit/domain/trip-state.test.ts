import { expect, test } from "vitest";
import * as z from "zod";
import { nextTripStatus } from "../../../src/domain/trip-state.ts";
import { TripStatus } from "../../../src/protocol/trip.ts";
import { readTransitionSpec } from "./transition-spec.ts";

const TripEvent = z.enum(["start", "pause", "resume", "complete", "cancel"]);

const SPEC = readTransitionSpec(`
            start  pause  resume complete  cancel
  planned   active -      -      -         cancelled
  active    =      paused =      completed cancelled
  paused    -      =      active completed cancelled
  completed -      -      -      =         -
  cancelled -      -      -      -         =
`).map((cell) => ({
  from: TripStatus.parse(cell.from),
  event: TripEvent.parse(cell.event),
  to: cell.to === null ? null : TripStatus.parse(cell.to),
}));

test("the spec has a cell for every status and event", () => {
  const cells = new Set(SPEC.map((cell) => `${cell.from} ${cell.event}`));
  expect(cells.size).toBe(TripStatus.options.length * TripEvent.options.length);
});

test.each(SPEC)("$from + $event is $to", ({ from, event, to }) => {
  expect(nextTripStatus(from, event)).toEqual(
    to === null ? { ok: false, error: { tag: "trip-step-refused", from, event } } : { ok: true, value: to },
  );
});

test("a finished trip never starts again", () => {
  for (const status of ["completed", "cancelled"] as const) {
    const next = TripEvent.options.flatMap((event) => {
      const step = nextTripStatus(status, event);
      return step.ok ? [step.value] : [];
    });
    expect(next).toEqual([status]);
  }
});
