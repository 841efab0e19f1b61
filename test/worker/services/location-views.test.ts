import { beforeAll, expect, test } from "vitest";
import { statements } from "../../../src/db/client.ts";
import { locationViews } from "../../../src/db/schema/location-views.ts";
import type { Caller } from "../../../src/domain/caller.ts";
import { viewerOf } from "../../../src/domain/location-view.ts";
import type { LocationLook } from "../../../src/protocol/location-view.ts";
import { newRowId } from "../../../src/platform/new-row-id.ts";
import { listLocationViews, noteLocationViews } from "../../../src/services/location-views.ts";
import { newPlace, type Place } from "../access/place.ts";
import { depsFor, queries, valueOf } from "./people-fixture.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** The beginning of the hour that is passing: rows of yesterday and of the coming weeks have a place to be in. */
const HOUR = Date.now() - (Date.now() % HOUR_MS);

let place: Place;
beforeAll(async () => {
  place = await newPlace();
});

const look = (caller: Exclude<Caller, { kind: "nobody" }>, change: Partial<LocationLook> = {}): LocationLook => ({
  driverId: place.drivers[0],
  ...viewerOf(caller),
  surface: "live-map",
  tripId: null,
  at: HOUR,
  ...change,
});

const note = async (...looks: LocationLook[]) =>
  valueOf(await noteLocationViews(depsFor({ kind: "nobody" }), place.tenantId, looks));

const driver = (number: 0 | 1): Caller => {
  return { kind: "driver", tenantId: place.tenantId, driverId: place.drivers[number], sessionId: "test" };
};

const log = async (caller: Caller, query: Parameters<typeof listLocationViews>[2] = {}) =>
  listLocationViews(depsFor(caller), place.drivers[0], query);

test("looks within an hour are one row, and a day of looking is 24, in as many statements as calls", async () => {
  place = await newPlace();
  const minutes = Array.from({ length: 24 * 60 }, (_, minute) => HOUR + minute * MINUTE_MS);
  const before = queries.length;
  await note(...minutes.map((at) => look(place.dispatcher, { at })));
  await note(...minutes.map((at) => look(place.dispatcher, { at: at + MINUTE_MS / 2 })));
  expect(queries.slice(before).map(({ name }) => name)).toEqual(["location-views.save", "location-views.save"]);
  const { items } = valueOf(await log(place.admin));
  expect(items).toHaveLength(24);
  for (const { startedAt, lastAt } of items)
    expect([startedAt % HOUR_MS, lastAt - startedAt]).toEqual([0, 59.5 * MINUTE_MS]);
});

test("a driver reads who looked: colleagues by first name and role, customers as that", async () => {
  place = await newPlace();
  const tripId = null;
  const link: Caller = {
    kind: "link",
    tenantId: place.tenantId,
    linkId: newRowId.link(),
    shipmentId: place.shipmentId,
  };
  await note(look(place.dispatcher));
  await note(look(link, { surface: "tracking", at: HOUR + 1 }));
  await note(
    look(place.admin, { surface: "history", at: HOUR + 2 }),
    look(place.admin, { driverId: place.drivers[1] }),
  );
  const { items } = valueOf(await log(driver(0)));
  const at = (ms: number) => ({ id: expect.any(String), tripId, startedAt: HOUR + ms, lastAt: HOUR + ms });
  expect(items).toEqual([
    { viewerRole: "admin", viewerName: "The", surface: "history", ...at(2) },
    { viewerRole: "customer", viewerName: null, surface: "tracking", ...at(1) },
    { viewerRole: "dispatcher", viewerName: "The", surface: "live-map", ...at(0) },
  ]);
  expect(JSON.stringify(items)).not.toMatch(/usr_|lnk_/);
});

test("a page leads to the next one", async () => {
  place = await newPlace();
  for (const ms of [0, 1, 2]) await note(look(place.admin, { at: HOUR + ms * HOUR_MS }));
  const first = valueOf(await log(place.admin, { limit: 2 }));
  expect(first.items.map(({ startedAt }) => startedAt - HOUR)).toEqual([2 * HOUR_MS, HOUR_MS]);
  const rest = valueOf(await log(place.admin, { limit: 2, after: first.items[1]?.id }));
  expect(rest.items.map(({ startedAt }) => startedAt - HOUR)).toEqual([0]);
  expect([first.next, rest.next]).toEqual([first.items[1]?.id, undefined]);
});

test("nobody reads another driver's log, and no other tenant's", async () => {
  const notFound = { ok: false, error: { tag: "not-found" } };
  expect(await log(driver(1))).toEqual(notFound);
  expect(await log(place.dispatcher)).toEqual(notFound);
  expect(await log((await newPlace()).admin)).toEqual(notFound);
});

test("the app's role can neither rename a viewer nor take a look out of the log", async () => {
  await note(look(place.admin));
  const { tenant } = place;
  const denied = { ok: false, error: { sqlstate: "42501" } };
  const rename = statements.update(locationViews).set({ viewer: "usr_other" });
  expect(await tenant.run("test.rename", rename)).toMatchObject(denied);
  expect(await tenant.run("test.delete", statements.delete(locationViews))).toMatchObject(denied);
});
