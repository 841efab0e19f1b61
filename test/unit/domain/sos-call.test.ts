import { describe, expect, test } from "vitest";
import { acknowledgeCall, endCall, locateCall, openCall, pressAgain } from "../../../src/domain/sos-call.ts";
import { isSosOpen, nextSosState, type SosEvent } from "../../../src/domain/sos-state.ts";
import { typeIdFromBytes } from "../../../src/domain/typeid.ts";
import { DriverId, RegionId, SosId, UserId } from "../../../src/protocol/ids.ts";
import type { SosState } from "../../../src/protocol/sos.ts";

const NOW = 1_800_000_000_000;
const id = (prefix: string, last: number) => typeIdFromBytes(prefix, new Uint8Array(16).fill(last));
const caller = {
  driverId: DriverId.parse(id("drv", 1)),
  driverFirstName: "Ada",
  regionId: RegionId.parse(id("reg", 1)),
  tripId: null,
};
const press = { id: SosId.parse(id("sos", 1)), at: NOW, lat: null, lng: null, note: null };
const noor = { id: UserId.parse(id("usr", 1)), name: "Noor" };
const sam = { id: UserId.parse(id("usr", 2)), name: "Sam" };
const open = () => ({ ...openCall(press, caller), rev: 1 });

describe("every state knows what each event means", () => {
  test.each<[SosState, string]>([
    ["open", "open acknowledged closed withdrawn"],
    ["acknowledged", "acknowledged acknowledged closed withdrawn"],
    ["closed", "refuse refuse closed closed"],
    ["withdrawn", "refuse refuse withdrawn withdrawn"],
  ])("%s", (from, expected) => {
    const events: SosEvent[] = ["press", "acknowledge", "close", "withdraw"];
    const next = events.map((event) => nextSosState(from, event)).map((step) => (step.ok ? step.value : "refuse"));
    expect(next.join(" ")).toBe(expected);
    expect(isSosOpen(from)).toBe(next[0] !== "refuse");
  });
});

test("of two who answer the first has it, also when it says so twice, and the second is told who", () => {
  const first = acknowledgeCall(open(), noor, NOW + 1_000);
  if (!first.ok) throw new Error(first.error.tag);
  const call = { ...first.value, rev: 2 };
  expect(call).toMatchObject({ state: "acknowledged", acknowledgedBy: noor, acknowledgedAt: NOW + 1_000 });
  expect(acknowledgeCall(call, noor, NOW + 9_000)).toEqual({ ok: true, value: call });
  expect(acknowledgeCall(call, sam, NOW + 2_000)).toEqual({ ok: false, error: { tag: "taken", by: noor } });
});

test("it is followed each two seconds until it is over, and the first end stands", () => {
  const call = open();
  expect(call.locateEveryMs).toBe(2_000);
  const withdrawn = { ...endCall(call, { by: caller.driverId, event: "withdraw", note: "By mistake" }, NOW), rev: 2 };
  expect(withdrawn).toMatchObject({ state: "withdrawn", closedBy: caller.driverId, locateEveryMs: null });
  expect(endCall(withdrawn, { by: noor.id, event: "close", note: "Later" }, NOW + 1)).toBe(withdrawn);
  expect(acknowledgeCall(withdrawn, noor, NOW)).toEqual({ ok: false, error: { tag: "over" } });
  expect(locateCall(withdrawn, { lat: 1, lng: 1, at: NOW + 5 })).toBe(withdrawn);
});

test("pressing again adds to the call, and an older place never replaces a newer one", () => {
  const there = { ...open(), place: { lat: 52.5, lng: 13.4, at: NOW + 10 } };
  const again = pressAgain(there, { ...press, lat: 1, lng: 1, note: "Hurry" }, caller);
  expect(again).toMatchObject({ presses: 2, note: "Hurry", place: { lat: 52.5 }, raisedAt: NOW });
  expect(locateCall(there, { lat: 52.6, lng: 13.4, at: NOW + 20 }).place?.lat).toBe(52.6);
});
