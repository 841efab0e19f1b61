import { expect, test, vi } from "vitest";
import { encodePolyline } from "../../../../src/domain/polyline.ts";
import type { PlannedRoute } from "../../../../src/protocol/live/planned-route.ts";
import type { TripBrief } from "../../../../src/protocol/live/trip-brief.ts";
import { fixAt, logOf, north, regionOf } from "./fence-fixture.ts";
import { driverOf, is, openTrip, tripBrief } from "./trip-fixture.ts";

const EPOCH = "epoch-0001";
/** About 140 m at this latitude. */
const A_STREET_EAST = 0.002;

/** Along the street that runs north, to the first stop in `seconds`. */
function routeOf({ stops }: TripBrief, line: string | null, seconds = 2_000): PlannedRoute {
  const legs = stops.map(({ stopId }) => ({ stopId, metres: 20_000, seconds }));
  return { source: "osrm", fallback: false, line, legs };
}

const NORTHWARDS = encodePolyline([north(0), north(20_000), north(40_000)]);

async function routedTrip(line: string | null = NORTHWARDS, seconds?: number) {
  const brief = tripBrief();
  const routed = { ...brief, route: routeOf(brief, line, seconds) };
  const { stub } = await openTrip(routed);
  return { brief: routed, stub };
}

async function motions(stub: Awaited<ReturnType<typeof routedTrip>>["stub"]): Promise<string[]> {
  return (await logOf(stub)).flatMap(({ body }) => (body.kind === "motion" ? body.change : []));
}

test("three fixes beside the planned line are off the route; who comes back is on it", async () => {
  const { brief, stub } = await routedTrip();
  const region = await regionOf(brief, []);
  const { ear } = await driverOf(brief);
  const say = (fix: ReturnType<typeof fixAt>) => ear.say({ type: "driver:locationUpdate", epoch: EPOCH, fixes: [fix] });
  say(fixAt(1, 100, 60));
  for (const [seq, ago] of [
    [2, 50],
    [3, 40],
    [4, 30],
    [5, 20],
  ] as const)
    say(fixAt(seq, 100 + seq * 50, ago, A_STREET_EAST));
  const off = await ear.wait(is("event"));
  expect(off.event.body).toEqual({ kind: "motion", change: "off-route" });
  await vi.waitFor(async () => {
    const seen = await region.snapshot({ viewer: "usr_x", viewerRole: "dispatcher" });
    expect(seen.ok && seen.value.drivers[0]?.alerts).toContain("off-route");
  });
  say(fixAt(6, 450, 10));
  await vi.waitFor(async () => expect(await motions(stub)).toEqual(["off-route", "on-route"]));
});

test("where no roads are known nobody is off the route", async () => {
  const { stub } = await routedTrip(null);
  for (let seq = 1; seq < 7; seq++)
    await stub.ingest({ epoch: EPOCH, fixes: [fixAt(seq, seq * 50, 70 - seq * 10, A_STREET_EAST)] });
  expect(await motions(stub)).toEqual([]);
});

test("a new plan brings its own line, and one without a line ends the old one's alarm", async () => {
  const { brief, stub } = await routedTrip();
  const beside = (seq: number, ago: number) =>
    stub.ingest({ epoch: EPOCH, fixes: [fixAt(seq, 100 + seq * 50, ago, A_STREET_EAST)] });
  for (const [seq, ago] of [
    [1, 60],
    [2, 50],
    [3, 40],
  ] as const)
    await beside(seq, ago);
  expect(await motions(stub)).toEqual(["off-route"]);
  const east = [0, 40_000].map((metres) => ({ lat: north(metres).lat, lng: north(0).lng + A_STREET_EAST }));
  const { stops } = brief;
  await stub.command({ type: "plan", stops, route: routeOf(brief, encodePolyline(east)) }, "usr_dispatcher");
  await beside(4, 20);
  expect(await motions(stub)).toEqual(["off-route", "on-route"]);
  await stub.command({ type: "plan", stops }, "usr_dispatcher");
  expect((await stub.picture())?.trip.route).toBeUndefined();
  await stub.ingest({ epoch: EPOCH, fixes: [fixAt(5, 400, 0)] });
  expect(await motions(stub)).toEqual(["off-route", "on-route"]);
});

test("the forecast goes along the line, at the pace that was planned", async () => {
  const around = [
    north(0),
    { lat: north(0).lat, lng: north(0).lng + 0.1 },
    { lat: north(20_000).lat, lng: north(0).lng + 0.1 },
    north(20_000),
    north(40_000),
  ];
  const etaOf = async (line: string | null, seconds?: number) => {
    const { stub } = await routedTrip(line, seconds);
    await stub.ingest({ epoch: EPOCH, fixes: [fixAt(1, 0, 0)] });
    return ((await stub.picture())?.eta[0]?.etaAt ?? 0) - Date.now();
  };
  const direct = await etaOf(NORTHWARDS, 1_860);
  expect(await etaOf(encodePolyline(around), 1_860)).toBeGreaterThan(direct * 1.3);
  expect(await etaOf(NORTHWARDS, 3_720)).toBeGreaterThan(direct * 1.7);
});
