import { describe, expect, test } from "vitest";
import { misplacedUses } from "../../../dev/laws/places.ts";
import { planted } from "./planted-tree.ts";

const REFUSED: [why: string, file: string, source: string][] = [
  ["a second alarm owner", "src/objects/trip/trip-object.ts", "await ctx.storage.setAlarm(5);"],
  ["an alarm by key", "src/objects/trip/trip-object.ts", 'await ctx.storage["setAlarm"](5);'],
  ["an alarm taken apart", "src/objects/trip/trip-object.ts", "const { setAlarm } = ctx.storage; await setAlarm(5);"],
  ["an alarm removed elsewhere", "src/objects/lib/outbox.ts", "await ctx.storage.deleteAlarm();"],
  ["a service that names an object", "src/services/trips.ts", 'env.TRIP.getByName("trip:1");'],
  ["a route that names an object", "src/http/routes/live.ts", 'env.TRIP.get(env.TRIP.idFromName("trip:1"));'],
  ["an anonymous object", "src/worker.ts", "env.TRIP.get(env.TRIP.newUniqueId());"],
  ["a service with a query", "src/services/trips.ts", "db.execute(sql`select 1`);"],
  ["a route with a query", "src/http/routes/trips.ts", "db.execute(d.sql`select 1`);"],
  ["an object shell with a query", "src/objects/trip/trip-object.ts", 'this.ctx.storage.sql.exec("select 1");'],
  ["a hidden object query", "src/objects/trip/trip-feed.ts", 'this.#sql.exec("select 1");'],
  ["a console", "src/services/trips.ts", 'console.log("closed");'],
  ["a rule with a clock", "src/domain/eta.ts", "export const startedAt = new Date();"],
  ["a console in a page", "src/web/driver/main.tsx", 'globalThis.console.log("closed");'],
];

const ACCEPTED: [file: string, source: string][] = [
  ["src/objects/lib/alarm-slots.ts", "await ctx.storage.setAlarm(5);"],
  ["src/platform/object-stubs.ts", 'env.TRIP.getByName("trip:1");'],
  ["src/db/trips.ts", "db.execute(sql`select 1`);"],
  ["src/db/schema/trips.ts", "check(sql`version > 0`);"],
  ["src/objects/trip/trip-store.ts", 'this.#sql.exec("select 1");'],
  ["src/objects/lib/outbox.ts", 'sql.exec("select 1");'],
  ["src/objects/trip/trip-object.ts", "new TripStore(this.ctx.storage.sql);"],
  ["src/services/trips.ts", '/a/.exec("a"); // setAlarm console'],
  ["src/domain/eta.ts", "export const day = (now: number) => new Date(now);"],
  ["src/platform/clock.ts", "export const now = () => new Date();"],
  ["src/platform/log.ts", 'console.log("closed");'],
  ["src/web/build.ts", 'console.log("built");'],
  ["test/unit/x.test.ts", "await ctx.storage.setAlarm(5);"],
];

describe("the law of places refuses", () => {
  test.each(REFUSED)("%s", (_why, file, source) => {
    expect(misplacedUses(planted({ [file]: source }))).toHaveLength(1);
  });
});

describe("the law of places accepts", () => {
  test.each(ACCEPTED)("%s: %s", (file, source) => {
    expect(misplacedUses(planted({ [file]: source }))).toEqual([]);
  });
});

test("a refusal names the file, the use and the rule", () => {
  const tree = planted({ "src/jobs/purge.ts": 'console.log("x");' });
  expect(misplacedUses(tree)).toEqual(["src/jobs/purge.ts uses console: only platform/log.ts writes to the console"]);
});
