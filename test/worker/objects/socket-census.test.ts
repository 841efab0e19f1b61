import { env } from "cloudflare:workers";
import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { regionObject, socketCensus } from "../../../src/platform/object-stubs.ts";
import { TrackDown } from "../../../src/protocol/live/track-down.ts";
import { crash, MapClient, newPlace, newTrip, openPlace, reportOf } from "./region-fixture.ts";
import { connect, driverOf, linkFacts, openTrip, stubOf, tripBrief } from "./trip/trip-fixture.ts";

const COUNTED_MS = 5_000;

// Only the clock is held, so that whoever asks is not given the count of before.
beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"] }));
afterEach(() => void vi.useRealTimers());

/** A census of this test's own: the runtime's also counts what other tests left open. */
function newCensus() {
  const stub = env.REGION.getByName(`census:${crypto.randomUUID()}`);
  const counted = async () => {
    vi.setSystemTime(Date.now() + COUNTED_MS);
    return stub.openSockets();
  };
  return { stub, counted };
}

test("maps and the sockets of trips are counted while they are open, and not when they have closed", async () => {
  const place = await openPlace();
  const { stub, counted } = newCensus();
  expect(await counted()).toBe(0);
  await stub.list(place);
  const brief = { ...tripBrief(), tenantId: place.tenantId, regionId: place.regionId };
  await openTrip(brief);
  const shipmentId = brief.stops[0]?.shipments[0]?.shipmentId;
  if (!shipmentId) throw new Error("nobody waits");
  const map = await MapClient.watch(place);
  const customer = await connect(stubOf(brief), linkFacts(brief, shipmentId), TrackDown);
  // What a driver says is news, and takes the customer's page along.
  const { ear } = await driverOf(brief);
  await vi.waitFor(async () => expect(await counted()).toBe(3));
  customer.hangUp();
  await customer.waitForClose();
  ear.hangUp();
  await ear.waitForClose();
  await vi.waitFor(async () => expect(await counted()).toBe(1));
  map.close();
  await map.until(() => map.closed !== null);
  expect(await counted()).toBe(0);
});

/** A customer's page, counted, on a trip that nobody watches. */
async function lonelyPage() {
  const place = await openPlace();
  const { stub, counted } = newCensus();
  await stub.list(place);
  const brief = { ...tripBrief(), tenantId: place.tenantId, regionId: place.regionId };
  const trip = await openTrip(brief);
  await vi.waitFor(async () => expect((await trip.stub.counters()).isReporting).toBe(false));
  const shipmentId = brief.stops[0]?.shipments[0]?.shipmentId;
  if (!shipmentId) throw new Error("nobody waits");
  const facts = linkFacts(brief, shipmentId);
  const customer = await connect(stubOf(brief), facts, TrackDown);
  await vi.waitFor(async () => expect(await counted()).toBe(1));
  return { counted, customer, facts, trip };
}

test("a customer's page on a trip that nobody watches is counted, and not when it has closed", async () => {
  const { counted, customer } = await lonelyPage();
  customer.hangUp();
  await vi.waitFor(async () => expect(await counted()).toBe(0));
});

test("a page that ends with its link, on a trip that nobody watches, is not counted any more", async () => {
  const { counted, customer, facts, trip } = await lonelyPage();
  vi.setSystemTime(facts.expiresAt);
  await runDurableObjectAlarm(trip.stub);
  await customer.waitForClose();
  await vi.waitFor(async () => expect(await counted()).toBe(0));
});

test("within five seconds nobody is asked twice, and a region that was killed has none", async () => {
  const { stub, counted } = newCensus();
  const place = await openPlace();
  await stub.list(place);
  await MapClient.watch(place);
  expect(await counted()).toBe(1);
  await MapClient.watch(place);
  expect(await stub.openSockets()).toBe(1);
  expect(await counted()).toBe(2);
  await crash(place);
  const again = env.REGION.getByName(stub.name ?? "");
  vi.setSystemTime(Date.now() + COUNTED_MS);
  expect(await again.openSockets()).toBe(0);
});

test("a region is listed with its first socket, once, and one without any is not", async () => {
  const place = await openPlace();
  const listed = () =>
    runInDurableObject(socketCensus(env), (_, { storage }) => {
      const rows = storage.sql.exec<{ region_id: string }>("SELECT region_id FROM census").toArray();
      return rows.filter((row) => row.region_id === place.regionId).length;
    });
  await place.region.report(reportOf(newTrip(), 1));
  expect(await socketCensus(env).openSockets()).toBeGreaterThanOrEqual(0);
  expect(await listed()).toBe(0);
  await place.region.report(reportOf(newTrip(), 2, { sockets: 1 }));
  await vi.waitFor(async () => expect(await listed()).toBe(1));
  expect(await regionObject(env, place.tenantId, place.regionId).sockets()).toBe(1);
  expect(await newPlace().region.sockets()).toBe(0);
});
