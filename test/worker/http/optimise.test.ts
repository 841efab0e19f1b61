import { env } from "cloudflare:workers";
import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { beforeAll, expect, test, vi } from "vitest";
import { newRowId } from "../../../src/platform/new-row-id.ts";
import { optimiserObject } from "../../../src/platform/object-stubs.ts";
import { Optimisation } from "../../../src/protocol/api/routes.ts";
import { Trip } from "../../../src/protocol/api/trips.ts";
import { userToken } from "../access/identities.ts";
import { addMember, newOffice, type Office } from "../services/people-fixture.ts";
import { addActiveDriver, emptyStop, newTrip } from "../services/trip-place.ts";
import { ask, post } from "./proof-round.ts";

const STOPS = 60;
const ARRIVES = { timeout: 20_000, interval: 100 };
let office: Office;
let token: string;

beforeAll(async () => {
  office = await newOffice();
  token = await userToken(office.admin);
});

/** Places along a line, each beside one from its other end: no order could be worse. */
function question() {
  const stops = Array.from({ length: STOPS }, (_, index) => ({
    place: { lat: 52.4 + (index % 2 === 0 ? index : STOPS - index) * 0.002, lng: 13.4 },
  }));
  return { stops, vehicles: [{ from: { lat: 52.4, lng: 13.4 } }] };
}

async function asked(): Promise<Optimisation> {
  const answer = await post(token, "/routes/optimize", question());
  expect(answer.status).toBe(202);
  const job = Optimisation.parse(await answer.json());
  expect(answer.headers.get("location")).toBe(`/api/v1/routes/optimize/${job.jobId}`);
  return job;
}

async function look({ jobId }: Optimisation, as = token): Promise<Response> {
  return ask(as, `/api/v1/routes/optimize/${jobId}`);
}

async function jobNow(job: Optimisation): Promise<Optimisation> {
  return Optimisation.parse(await (await look(job)).json());
}

test("more stops than a request has time for become a job, whose answer is there when it is done", async () => {
  const job = await asked();
  expect(job).toMatchObject({ state: "pending", result: null });
  await vi.waitFor(async () => expect(await jobNow(job)).toMatchObject({ state: "done" }), ARRIVES);
  const { result, slices } = await jobNow(job);
  expect(slices).toBeGreaterThanOrEqual(2);
  const visits = (result?.routes ?? []).flat();
  expect(visits.map(({ index }) => index).toSorted((a, b) => a - b)).toEqual([...Array(STOPS).keys()]);
  const lats = visits.map(({ index }) => question().stops[index]?.place.lat ?? 0);
  expect(lats).toEqual(lats.toSorted((a, b) => a - b));
});

test("a trip with more stops than a request has time for gets its new order from the job, unless it was planned anew", async () => {
  const trips = await Promise.all(
    ["still", "changed"].map(async () => {
      const { driverId } = await addActiveDriver(office, office.north);
      return newTrip(
        office,
        driverId,
        question().stops.map(({ place }) => emptyStop(place.lat)),
      );
    }),
  );
  const lats = trips[0]?.stops.map(({ lat }) => lat) ?? [];
  const [still, changed] = await Promise.all(
    trips.map(async ({ id: tripId, stops: [first] }, index) => {
      const answer = await post(token, "/routes/optimize", { tripId, apply: true });
      expect(answer.status).toBe(202);
      const job = Optimisation.parse(await answer.json());
      // Faster than any queue: its message waits for a second.
      if (index === 1) await post(token, `/trips/${tripId}/stops/${first?.stopId}/move`, { position: 2 });
      await vi.waitFor(async () => expect(await jobNow(job)).toMatchObject({ state: "done" }), ARRIVES);
      const trip = Trip.parse(await (await ask(token, `/api/v1/trips/${tripId}`)).json());
      return { job: await jobNow(job), lats: trip.stops.map(({ lat }) => lat) };
    }),
  );
  expect(still?.job).toMatchObject({ result: { applied: true }, whyNotApplied: null });
  const sorted = lats.toSorted((a, b) => a - b);
  expect([sorted, sorted.toReversed()]).toContainEqual(still?.lats);
  expect(changed?.job).toMatchObject({ result: { applied: false }, whyNotApplied: "trip-changed" });
  expect(changed?.lats).toEqual([lats[1], lats[2], lats[0], ...lats.slice(3)]);
});

test("it is told to whoever asked and to administrators, and to nobody else", async () => {
  const job = await asked();
  const [dispatcher, stranger] = [await addMember(office.tenant, "dispatcher"), await newOffice()];
  expect((await look(job, await userToken(dispatcher))).status).toBe(404);
  expect((await look(job, await userToken(stranger.admin))).status).toBe(404);
  expect((await look({ ...job, jobId: newRowId.optimisation() })).status).toBe(404);
  expect((await look(job)).status).toBe(200);
});

test("a slice that the runtime stops again and again ends as failed, and a day later all is forgotten", async () => {
  const job = await asked();
  const object = optimiserObject(env, office.tenantId, job.jobId);
  const due = (tries: number) =>
    runInDurableObject(object, (_, { storage }) => {
      storage.sql.exec("UPDATE job SET state = 'pending', tries = ?", tries);
      storage.sql.exec("INSERT OR REPLACE INTO alarm_slots VALUES ('work', 0, 0)");
      return storage.setAlarm(Date.now());
    });
  await vi.waitFor(async () => expect(await jobNow(job)).toMatchObject({ state: "done" }), ARRIVES);
  await due(3);
  await vi.waitFor(async () => expect(await jobNow(job)).toMatchObject({ state: "failed", result: null }), ARRIVES);
  await runInDurableObject(object, (_, { storage }) => {
    storage.sql.exec("UPDATE alarm_slots SET at = 0");
    return storage.setAlarm(Date.now() + 60_000);
  });
  expect(await runDurableObjectAlarm(object)).toBe(true);
  expect((await look(job)).status).toBe(404);
});
