import { array, assert, constantFrom, property, record, boolean } from "fast-check";
import { expect, test } from "vitest";
import { DRIVER_SIGNS } from "../../../../src/domain/region/driver-look.ts";
import { toWorld } from "../../../../src/web/shared/map/mercator.ts";
import type { Leg } from "../../../../src/web/shared/map/overlay/leg.ts";
import {
  FLOATS_PER_VEHICLE,
  VehicleBuffer,
  type Vehicle,
} from "../../../../src/web/shared/map/overlay/vehicle-buffer.ts";

const EPOCH = 1_800_000_000_000;
const anchor = toWorld({ lat: 53.55, lng: 10 });

function vehicle(lng: number, changed: Partial<Leg> = {}): Vehicle {
  const from = toWorld({ lat: 53.55, lng });
  const leg = { from, to: from, startsAt: EPOCH, durationMs: 15_000, headingDeg: 90, ...changed };
  return { leg, sign: "late" };
}

function row(buffer: VehicleBuffer, id: string): number[] {
  const at = buffer.slotOf(id) * FLOATS_PER_VEHICLE;
  return Array.from(buffer.floats.subarray(at, at + FLOATS_PER_VEHICLE));
}

test("a vehicle is eight floats: a way, its times, a heading and a sign", () => {
  const buffer = new VehicleBuffer(anchor, EPOCH);
  const to = toWorld({ lat: 53.56, lng: 10.02 });
  buffer.set("a", vehicle(10.01, { to, startsAt: EPOCH + 2_500 }));
  const [fromX, fromY, toX, toY, startS, lengthS, heading, sign] = row(buffer, "a");
  expect(fromX).toBeCloseTo(0.01 / 360, 9);
  expect(fromY).toBeCloseTo(0, 9);
  expect(toX).toBeCloseTo(0.02 / 360, 9);
  expect(toY).toBeCloseTo(to.y - anchor.y, 9);
  expect([startS, lengthS]).toEqual([2.5, 15]);
  expect(heading).toBeCloseTo(Math.PI / 2, 6);
  expect(sign).toBe(DRIVER_SIGNS.indexOf("late"));
});

test("a float is fine enough for a metre twenty kilometres from the anchor, hours later", () => {
  const buffer = new VehicleBuffer(anchor, EPOCH);
  const metre = 1 / 66_000;
  buffer.set("a", vehicle(10.3, { startsAt: EPOCH + 8 * 3_600_000 + 40 }));
  buffer.set("b", vehicle(10.3 + metre, { startsAt: EPOCH + 8 * 3_600_000 }));
  const [a = 0, , , , aStart = 0] = row(buffer, "a");
  const [b = 0, , , , bStart = 0] = row(buffer, "b");
  expect((b - a) * 360).toBeCloseTo(metre, 7);
  expect(aStart - bStart).toBeCloseTo(0.04, 2);
});

test("only what changed is sent again, neighbours together", () => {
  const buffer = new VehicleBuffer(anchor, EPOCH);
  for (const id of ["a", "b", "c", "d", "e"]) buffer.set(id, vehicle(10));
  expect(buffer.takeChanges()).toEqual([{ first: 0, count: 5 }]);
  expect(buffer.takeChanges()).toEqual([]);
  for (const id of ["e", "a", "b"]) buffer.set(id, vehicle(10.1));
  expect(buffer.takeChanges()).toEqual([
    { first: 0, count: 2 },
    { first: 4, count: 1 },
  ]);
});

test("it grows past its first size and loses nobody", () => {
  const buffer = new VehicleBuffer(anchor, EPOCH);
  for (let n = 0; n < 2_000; n++) buffer.set(`v${n}`, vehicle(10 + n / 10_000));
  expect(buffer.size).toBe(2_000);
  expect(row(buffer, "v0")[0]).toBeCloseTo(0, 9);
  expect(row(buffer, "v1999")[0]).toBeCloseTo(0.1999 / 360, 7);
});

test("whoever comes and goes, each one there has its own row, and what is sent covers every difference", () => {
  const step = record({ id: constantFrom("a", "b", "c", "d", "e"), leaves: boolean(), sends: boolean() });
  assert(
    property(array(step, { maxLength: 60 }), (steps) => {
      const buffer = new VehicleBuffer(anchor, EPOCH);
      const there = new Map<string, number>();
      const card = new Float32Array(64);
      const send = () => {
        for (const { first, count } of buffer.takeChanges()) {
          const [begin, end] = [first * FLOATS_PER_VEHICLE, (first + count) * FLOATS_PER_VEHICLE];
          card.set(buffer.floats.slice(begin, end), begin);
        }
      };
      for (const [n, { id, leaves, sends }] of steps.entries()) {
        if (leaves) {
          buffer.remove(id);
          there.delete(id);
        } else {
          buffer.set(id, vehicle(10, { headingDeg: n }));
          there.set(id, Math.fround((n * Math.PI) / 180));
        }
        if (sends) send();
      }
      send();
      expect([...buffer.ids()].toSorted()).toEqual([...there.keys()].toSorted());
      for (const [id, heading] of there) expect(card[buffer.slotOf(id) * FLOATS_PER_VEHICLE + 6]).toBe(heading);
    }),
  );
});
