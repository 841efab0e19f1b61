import { expect, test } from "vitest";
import * as z from "zod";
import { isStopOver, nextStopStatus } from "../../../src/domain/stop-state.ts";
import { StopStatus } from "../../../src/protocol/trip.ts";
import { readTransitionSpec } from "./transition-spec.ts";

const StopEvent = z.enum(["head-for", "arrive", "finish", "fail", "skip", "leave"]);

const SPEC = readTransitionSpec(`
           head-for arrive  finish fail   skip    leave
  pending  en_route arrived done   failed skipped =
  en_route =        arrived done   failed skipped =
  arrived  =        =       done   failed skipped pending
  done     -        =       =      -      -       =
  failed   en_route arrived -      =      -       =
  skipped  en_route arrived -      -      =       =
`).map((cell) => ({
  from: StopStatus.parse(cell.from),
  event: StopEvent.parse(cell.event),
  to: cell.to === null ? null : StopStatus.parse(cell.to),
}));

test("the spec has a cell for every status and event", () => {
  const cells = new Set(SPEC.map((cell) => `${cell.from} ${cell.event}`));
  expect(cells.size).toBe(StopStatus.options.length * StopEvent.options.length);
});

test.each(SPEC)("$from + $event is $to", ({ from, event, to }) => {
  expect(nextStopStatus(from, event)).toEqual(
    to === null ? { ok: false, error: { tag: "stop-step-refused", from, event } } : { ok: true, value: to },
  );
});

test("what is over is over for better or worse", () => {
  expect(StopStatus.options.filter(isStopOver)).toEqual(["done", "failed", "skipped"]);
});
