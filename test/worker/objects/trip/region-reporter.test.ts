import { expect, test } from "vitest";
import { type ReporterDeps, RegionReporter } from "../../../../src/objects/trip/region-reporter.ts";
import type { ReportDemand } from "../../../../src/protocol/live/trip-report.ts";
import { newTrip, reportOf } from "../region-fixture.ts";

const NOW = 1_800_000_000_000;

function reporterOf(deps: Omit<ReporterDeps, "onWatch">): RegionReporter {
  return new RegionReporter({ ...deps, onWatch: () => {} }, true);
}

test("a trip reports to the region first, then to its shards, and to the region again when they fail", async () => {
  const sent: { shards: number; isNews: boolean }[] = [];
  const failed: unknown[] = [];
  const answer: ReportDemand = { watchers: 1, nextMs: 15_000, shards: 3 };
  const reporter = reporterOf({
    send: async (_, to) => {
      sent.push(to);
      if (to.shards > 0 && sent.length > 2) throw new Error("gone");
      return answer;
    },
    onFailure: (error) => failed.push(error),
  });
  const trip = newTrip();
  await reporter.offer(() => reportOf(trip, 1), null, true, NOW);
  const { point } = reportOf(trip, 2);
  await reporter.offer(() => reportOf(trip, 2), point, false, NOW + 1);
  await reporter.offer(() => reportOf(trip, 3), point, true, NOW + 2);
  expect(sent).toEqual([
    { shards: 0, isNews: true },
    { shards: 3, isNews: false },
    { shards: 3, isNews: true },
    { shards: 0, isNews: true },
  ]);
  expect(failed).toEqual([new Error("gone")]);
});

test("a region that does not answer counts as slow until it does", async () => {
  let isAway = true;
  const reporter = reporterOf({
    send: async () => {
      if (isAway) throw new Error("away");
      return { watchers: 1, nextMs: 1_000 };
    },
    onFailure: () => {},
  });
  const trip = newTrip();
  const tell = async (seq: number) => reporter.offer(() => reportOf(trip, seq), null, true, NOW + seq);
  await tell(1);
  expect(reporter.isSlow).toBe(true);
  isAway = false;
  await tell(2);
  expect(reporter.isSlow).toBe(false);
});

test("a report that got lost while nobody looks is made again with a position a minute later", async () => {
  let calls = 0;
  const reporter = reporterOf({
    send: async () => {
      if ((calls += 1) === 2) throw new Error("away");
      return { watchers: 0, nextMs: null };
    },
    onFailure: () => {},
  });
  const trip = newTrip();
  const { point } = reportOf(trip, 1);
  const tell = async (isNews: boolean, seconds: number) =>
    reporter.offer(() => reportOf(trip, 1 + seconds), point, isNews, NOW + seconds * 1_000);
  await tell(true, 0);
  await tell(false, 3_600);
  expect(calls).toBe(1);
  await tell(true, 3_601);
  await tell(false, 3_660);
  expect(calls).toBe(2);
  await tell(false, 3_661);
  await tell(false, 7_200);
  expect(calls).toBe(3);
});

test("news that waits for an answer stays news when a position follows it", async () => {
  const sent: boolean[] = [];
  const answers: (() => void)[] = [];
  const reporter = reporterOf({
    send: async (_, { isNews }) => {
      sent.push(isNews);
      await new Promise<void>((resolve) => answers.push(resolve));
      return { watchers: 1, nextMs: 1_000 };
    },
    onFailure: (error) => {
      throw error;
    },
  });
  const trip = newTrip();
  const { point } = reportOf(trip, 1);
  const told = reporter.offer(() => reportOf(trip, 1), point, false, NOW);
  void reporter.offer(() => reportOf(trip, 2), point, true, NOW + 1);
  const away = point && { ...point, lat: point.lat + 1 };
  void reporter.offer(() => reportOf(trip, 3), away, false, NOW + 6_000);
  answers.shift()?.();
  await expect.poll(() => answers.length).toBe(1);
  answers.shift()?.();
  await told;
  expect(sent).toEqual([false, true]);
});
