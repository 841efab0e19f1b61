import { expect, test } from "vitest";
import { getTrack } from "../../../../src/protocol/api/track.ts";
import { VehicleKind } from "../../../../src/protocol/driver.ts";
import { EndReason } from "../../../../src/protocol/end-reason.ts";
import { CustomerView, TrackDown } from "../../../../src/protocol/live/track-down.ts";
import { ShipmentStatus } from "../../../../src/protocol/shipment.ts";
import { customerViewSchema, pageStateSchema, trackDownSchema } from "../../../../src/web/shared/live/track-schema.ts";

const MILLIS_MAX = 253_402_300_799_999;
const FULL: CustomerView = {
  state: "visible",
  status: "out_for_delivery",
  stopsBefore: 2,
  eta: { at: 3, from: 3, to: 4 },
  promised: { from: 2, to: 4 },
  end: { at: 4, reason: "refused" },
  driver: { firstName: "Ada", vehicleKind: "van" },
  destination: { lat: 52, lng: 5 },
  point: { lat: 52, lng: 5, headingDeg: 90, at: 1 },
  stale: false,
};
const FRAME: TrackDown = { type: "view", version: 1, now: 5, view: FULL };

/** Everything that a field might be, and some that none may. */
const VALUES: readonly unknown[] = [
  null,
  undefined,
  true,
  false,
  "",
  "x",
  [],
  {},
  "view",
  -181,
  -180,
  -91,
  -90,
  -1,
  0,
  0.5,
  1,
  90,
  91,
  180,
  181,
  2 ** 53,
  Infinity,
  NaN,
  MILLIS_MAX,
  MILLIS_MAX + 1,
  "hidden",
  "visible",
  "ended",
  ...ShipmentStatus.options,
  ...VehicleKind.options,
  ...EndReason.options,
];

/** The value with each single field of it, at every depth, replaced, taken away, or joined by another. */
function* variants(value: unknown): Generator {
  yield* VALUES;
  if (typeof value !== "object" || value === null) return;
  yield { ...value, other: 1 };
  for (const [key, inner] of Object.entries(value)) {
    yield Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
    for (const changed of variants(inner)) yield { ...value, [key]: changed };
  }
}

test.for([
  ["a view", FULL, CustomerView, customerViewSchema],
  ["a frame", FRAME, TrackDown, trackDownSchema],
] as const)("%s is read exactly as the protocol reads it", ([, value, theirs, ours]) => {
  const all = [value, ...variants(value)];
  const differ = all.filter((one) => theirs.safeParse(one).success !== ours.safeParse(one).success);
  expect(differ).toEqual([]);
  const taken = all.filter((one) => ours.safeParse(one).success);
  expect([all.length > 500, taken.length > 50, taken.length < all.length / 2]).toEqual([true, true, true]);
});

test("the page's own state is a view and a time", () => {
  expect(pageStateSchema.safeParse({ now: 1, view: FULL })).toEqual({ success: true, data: { now: 1, view: FULL } });
  expect(pageStateSchema.safeParse({ view: FULL }).success).toBe(false);
});

test("a customer's page asks where the API answers", () => {
  expect(getTrack.path).toBe("/track/:token");
});
