import { array, assert, boolean, integer, property } from "fast-check";
import { expect, test } from "vitest";
import { LADDER, replicaFor, shardOf, shardsFor, shardWindowMs } from "../../../../src/domain/region/ladder.ts";
import { regionDemand } from "../../../../src/domain/region/demand.ts";
import { RelayOrder } from "../../../../src/domain/region/relay-order.ts";
import { ReportBatch } from "../../../../src/domain/region/report-batch.ts";
import { Board } from "../../../../src/domain/region/board.ts";
import { DRIVER_INDEX_MAX } from "../../../../src/protocol/live/dispatch-down.ts";
import { LadderModel } from "./ladder-model.ts";
import { anyLadderSteps } from "./ladder-steps.ts";
import { NOW, reportOf, tripId } from "./reports.ts";

test("through lost, late and doubled calls and dying objects, in the end every replica and viewer holds the region's picture", () => {
  assert(
    property(anyLadderSteps, (steps) => {
      const model = new LadderModel();
      for (const step of steps) model.do(step);
      model.settle();
      const wanted = model.checksum();
      for (const { follower, viewers } of model.sides) {
        expect(follower.board.apply(wanted)).toBe("changed");
        for (const viewer of viewers) expect(viewer.apply(wanted)).toBe("changed");
      }
    }),
    { numRuns: 2_000 },
  );
});

test("a replica that follows is right, and one that missed something notices with the next tick", () => {
  assert(
    property(anyLadderSteps, (steps) => {
      const model = new LadderModel();
      model.settle();
      for (const step of steps) model.do(step);
      model.tellOneMore();
      const wanted = model.checksum();
      const following = model.sides.filter(({ follower, link }) => follower.link === link?.id);
      for (const { follower } of following) expect(follower.board.apply(wanted)).toBe("changed");
    }),
    { numRuns: 2_000 },
  );
});

test("where nothing is lost and nobody dies, a replica asks once and never again", () => {
  const calm = new Set(["report", "end", "wait", "shard-sends", "batch-arrives", "tick", "save"]);
  assert(
    property(anyLadderSteps, (steps) => {
      const model = new LadderModel();
      model.settle();
      const links = model.sides.map(({ link }) => link?.id);
      for (const step of steps) {
        if (calm.has(step.kind)) model.do(step);
        for (let replica = 0; replica < model.sides.length; replica++)
          model.do({ kind: "relay-arrives", replica, at: 0 });
      }
      model.settle();
      expect(model.sides.map(({ link }) => link?.id)).toEqual(links);
    }),
    { numRuns: 500 },
  );
});

test("whatever calls are lost or late, viewers of a replica that lives need no picture: they are told what was missed", () => {
  const mortal = new Set(["replica-dies", "region-dies"]);
  assert(
    property(anyLadderSteps, (steps) => {
      const model = new LadderModel();
      model.settle();
      const { resyncs } = model;
      for (const step of steps) if (!mortal.has(step.kind)) model.do(step);
      model.settle();
      expect(model.resyncs).toBe(resyncs);
    }),
    { numRuns: 1_000 },
  );
});

test("a shard's batch and the region keep the newest report of a trip, in whatever order they come", () => {
  assert(
    property(array(integer({ min: 1, max: 20 }), { minLength: 1 }), array(boolean()), (seqs, flushes) => {
      const [batch, board] = [new ReportBatch(), new Board()];
      const apply = () => batch.take().forEach((report) => board.apply(report, NOW, 15_000));
      seqs.forEach((seq, i) => {
        batch.add(reportOf(0, seq));
        if (flushes[i] === true) apply();
      });
      apply();
      expect(board.driver(tripId(0))?.seq).toBe(Math.max(...seqs));
    }),
  );
});

test("relays are taken once each and in order; a gap and an unknown link are noticed, an old link is not minded", () => {
  const order = new RelayOrder();
  const relay = (link: string, n: number) => ({ link, n, deltas: null, frame: null, checksum: null });
  const numbers = ({ next }: { next: readonly { n: number }[] }) => next.map(({ n }) => n);
  order.take(relay("a", 2));
  order.take(relay("a", 1));
  order.take(relay("z", 9));
  expect(numbers(order.begin("a"))).toEqual([1, 2]);
  expect(order.take(relay("a", 2))).toEqual({ next: [], isLost: false });
  expect(order.take(relay("a", 4)).isLost).toBe(true);
  order.unlink();
  order.begin("b");
  expect(order.take(relay("a", 5))).toEqual({ next: [], isLost: false });
  expect(order.take(relay("c", 1)).isLost).toBe(true);
  order.unlink();
  order.take(relay("d", 2));
  expect(order.begin("d").isLost).toBe(true);
});

test("a copy that differs from its region's for any other reason is given up with the next checksum", () => {
  const model = new LadderModel();
  model.settle();
  const { follower, link } = model.sides[0] ?? {};
  const relay = { link: link?.id ?? "", deltas: null, frame: null };
  const checksum = model.checksum();
  expect(follower?.take({ ...relay, n: 1, checksum }, NOW)).toMatchObject({ isLost: false });
  const drivers = checksum.drivers + 1;
  expect(follower?.take({ ...relay, n: 2, checksum: { ...checksum, drivers } }, NOW)).toMatchObject({ isLost: true });
});

test("shards come with the trips, one for each two thousand, and go when a fifth fewer are left", () => {
  const fit = (trips: number, shards: number) => shardsFor(trips, shards, LADDER);
  expect([fit(0, 0), fit(2_000, 0), fit(2_001, 0), fit(4_001, 2)]).toEqual([0, 0, 2, 3]);
  expect([fit(1_999, 2), fit(1_601, 2), fit(1_600, 2)]).toEqual([2, 2, 0]);
  expect([fit(3_999, 3), fit(3_200, 3)]).toEqual([3, 2]);
  expect(fit(DRIVER_INDEX_MAX, 0)).toBe(LADDER.shardsMax);
});

test("trips spread over the shards, each always to the same", () => {
  const counts = [0, 0, 0, 0];
  for (let trip = 0; trip < 250; trip++) {
    const shard = shardOf(tripId(trip), counts.length);
    expect(shardOf(tripId(trip), counts.length)).toBe(shard);
    counts[shard] = (counts[shard] ?? 0) + 1;
  }
  for (const count of counts) expect(count).toBeGreaterThan(40);
});

test("with shards a large region may be told more often, and its trips hear of them", () => {
  expect(regionDemand(1, 10_000, 5)).toEqual({ watchers: 1, nextMs: 15_000, shards: 5 });
  expect(regionDemand(0, 10_000, 5)).toEqual({ watchers: 0, nextMs: null, shards: 5 });
});

test("a viewer goes to the first replica with room, and to none when all are full", () => {
  const limits = { ...LADDER, replicaViewers: 2, replicasMax: 2 };
  expect(replicaFor(new Map(), limits)).toBe(0);
  expect(replicaFor(new Map([[0, 2]]), limits)).toBe(1);
  expect(
    replicaFor(
      new Map([
        [0, 1],
        [1, 2],
      ]),
      limits,
    ),
  ).toBe(0);
  expect(
    replicaFor(
      new Map([
        [0, 2],
        [1, 2],
      ]),
      limits,
    ),
  ).toBeNull();
});

test("few shards gather for a moment, many for longer, so that the region is never called more than 32 times a second", () => {
  expect([2, 3, 10, 16].map(shardWindowMs)).toEqual([100, 150, 500, 500]);
  for (let shards = 1; shards <= LADDER.shardsMax; shards++)
    expect((shards * 1_000) / shardWindowMs(shards)).toBeLessThanOrEqual(32);
});
