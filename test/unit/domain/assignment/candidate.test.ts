import fc from "fast-check";
import { expect, test } from "vitest";
import { type Candidate, rankCandidates } from "../../../../src/domain/assignment/candidate.ts";
import { cheapestInsertion, legSeconds } from "../../../../src/domain/assignment/cheapest-insertion.ts";
import { distanceM, type LatLng } from "../../../../src/domain/geo.ts";
import { typeIdFromBytes } from "../../../../src/domain/typeid.ts";
import { ChoiceRule } from "../../../../src/protocol/api/assign.ts";
import { DriverId, TripId } from "../../../../src/protocol/ids.ts";

const place = fc.record({
  lat: fc.double({ min: 52.4, max: 52.6, noNaN: true }),
  lng: fc.double({ min: 13.3, max: 13.5, noNaN: true }),
});
const way = fc.array(place, { maxLength: 8 });
const candidates = fc.array(
  fc.record({
    from: fc.option(place),
    stops: way,
    capacityStops: fc.option(fc.integer({ min: 1, max: 6 })),
    number: fc.integer({ min: 0, max: 255 }),
  }),
  { maxLength: 6 },
);

function idOf(prefix: string, number: number): string {
  return typeIdFromBytes(prefix, new Uint8Array(16).fill(number));
}

function named(list: (Omit<Candidate, "tripId" | "driverId"> & { number: number })[]): Candidate[] {
  return list.map(({ number, ...rest }) => ({
    ...rest,
    tripId: TripId.parse(idOf("trip", number)),
    driverId: DriverId.parse(idOf("drv", number)),
  }));
}

function secondsOf(from: LatLng | null, stops: readonly LatLng[]): number {
  const places = [...(from ? [from] : []), ...stops];
  return places.slice(1).reduce((sum, to, index) => sum + legSeconds(places[index] ?? to, to), 0);
}

test("no place in the way is cheaper than the one that is named, and it costs what it says", () => {
  fc.assert(
    fc.property(fc.option(place), way, place, (from, stops, extra) => {
      const { position, seconds } = cheapestInsertion(from, stops, extra);
      const costs = Array.from(
        { length: stops.length + 1 },
        (_, at) => secondsOf(from, stops.toSpliced(at, 0, extra)) - secondsOf(from, stops),
      );
      expect(costs[position]).toBeCloseTo(seconds, 6);
      expect(Math.min(...costs)).toBeCloseTo(seconds, 6);
    }),
  );
});

test.each(ChoiceRule.options)(
  "%s: nobody is over capacity, the order of the question is no matter, best is first",
  (rule) => {
    fc.assert(
      fc.property(candidates, place, (list, where) => {
        const all = named(list);
        const ranked = rankCandidates(all, where, rule);
        for (const { candidate } of ranked)
          expect(candidate.stops.length).toBeLessThan(candidate.capacityStops ?? Number.POSITIVE_INFINITY);
        const costs = ranked.map(({ cost }) => cost);
        expect(costs).toEqual(costs.toSorted((a, b) => a - b));
        const again = rankCandidates(all.toReversed(), where, rule);
        expect(again.map(({ cost }) => cost)).toEqual(costs);
      }),
    );
  },
);

test("each rule has its own favourite", () => {
  const here = { lat: 52.5, lng: 13.4 };
  const at = (km: number) => ({ lat: 52.5 + km / 111.195, lng: 13.4 });
  const [idle, loaded, passing] = named([
    { number: 1, from: at(3), stops: [], capacityStops: null },
    { number: 2, from: at(0.8), stops: [at(9), at(10)], capacityStops: 20 },
    { number: 3, from: at(-1), stops: [at(1), at(5), at(6)], capacityStops: 4 },
  ]);
  if (!idle || !loaded || !passing) throw new Error("a candidate is missing");
  const bestOf = (rule: ChoiceRule) => rankCandidates([idle, loaded, passing], here, rule)[0];
  expect(bestOf("nearest")).toMatchObject({ candidate: loaded, cost: distanceM(at(0.8), here) });
  expect(bestOf("load")?.candidate).toBe(idle);
  expect(bestOf("cheapest-insertion")).toMatchObject({ candidate: passing, position: 0 });
});
