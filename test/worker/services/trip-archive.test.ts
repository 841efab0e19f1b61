import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { and, eq, lt, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { statements } from "../../../src/db/client.ts";
import { trackChunks } from "../../../src/db/schema/events.ts";
import { jobQueues } from "../../../src/platform/job-queue.ts";
import { accountObject, tripObject } from "../../../src/platform/object-stubs.ts";
import { TrackArchive } from "../../../src/platform/track-archive.ts";
import { Problem } from "../../../src/protocol/errors.ts";
import { getTripHistory } from "../../../src/protocol/api/history.ts";
import type { ArchiveJob } from "../../../src/protocol/jobs.ts";
import { archiveTrip, queueArchives } from "../../../src/services/trip-archive.ts";
import { driveOf, storeTrip } from "../db/stored-trip.ts";
import { connect } from "../db/tenant-scope.ts";
import { CLOSE } from "../../../src/protocol/live/close-codes.ts";
import { DriverDown } from "../../../src/protocol/live/driver-down.ts";
import { as, onDuty } from "../http/duty.ts";
import { connect as connectTo, drive, driverFacts, openTrip } from "../objects/trip/trip-fixture.ts";
import { valueOf } from "./people-fixture.ts";

const DAY_MS = 24 * 60 * 60_000;
const tracks = new TrackArchive(env.FILES);
const deps = {
  db: connect().db,
  tracks,
  requestId: "req-1",
  trip: (...name: Parameters<typeof tripObject> extends [unknown, ...infer Rest] ? Rest : never) =>
    tripObject(env, ...name),
};

async function endedTrip(count: number, ago: number) {
  return tripSince(count, Date.now() - ago);
}

async function tripSince(count: number, startedAt: number) {
  const duty = await onDuty();
  const { place, driverId } = duty;
  const fixes = driveOf(count, startedAt);
  const tripId = await storeTrip(place.tenant, { regionId: place.north, driverId }, fixes, 20);
  return { ...duty, which: { tenantId: place.tenantId, tripId }, fixes };
}

test("a track is read from the archive when the database has dropped it", async () => {
  const { place, which, fixes, tokens } = await endedTrip(45, 2 * DAY_MS);
  valueOf(await archiveTrip(deps, which));
  const drop = statements.delete(trackChunks).where(sql`trip_id in (select id from trips)`);
  valueOf(await place.tenant.run("test.drop", drop));
  const answer = await as(tokens.admin, "GET", `/trips/${which.tripId}/history`);
  const { items } = getTripHistory.output.parse(await answer.json());
  expect(items.map(({ at }) => at)).toEqual(fixes.map(({ at }) => at));
});

test("a track past midnight is whole though the database has dropped its first day, or as whole as it can be", async () => {
  const midnight = Math.floor(Date.now() / DAY_MS - 2) * DAY_MS;
  for (const isArchived of [true, false]) {
    // Twenty fixes, five seconds apart, are a chunk: the first is of the day before.
    const { place, which, fixes, tokens } = await tripSince(45, midnight - 30_000);
    if (isArchived) valueOf(await archiveTrip(deps, which));
    const firstDay = and(eq(trackChunks.tripId, which.tripId), lt(trackChunks.startedAt, midnight));
    valueOf(await place.tenant.run("test.drop", statements.delete(trackChunks).where(firstDay)));
    const answer = await as(tokens.admin, "GET", `/trips/${which.tripId}/history`);
    const { items } = getTripHistory.output.parse(await answer.json());
    expect(items.map(({ at }) => at)).toEqual(fixes.slice(isArchived ? 0 : 20).map(({ at }) => at));
  }
});

test("what is archived is never written again, with less to go by", async () => {
  const { which, brief, stub, place } = await endedTrip(5, 2 * DAY_MS);
  valueOf(await archiveTrip(deps, which));
  const before = await tracks.read(which);
  await tracks.write(which, { owner: { regionId: place.north, driverId: brief.driverId }, chunks: [] });
  valueOf(await archiveTrip(deps, which));
  expect(await tracks.read(which)).toEqual(before);
  expect(await stub.owner()).not.toBeNull();
});

test("what is in no chunk yet is archived too", async () => {
  const { brief, stub } = await onDuty();
  await stub.ingest({ epoch: "phone-0001", fixes: drive(1, 23) });
  valueOf(await archiveTrip(deps, brief));
  const archived = await tracks.read(brief);
  expect(archived?.chunks.map(({ seq }) => seq)).toEqual([1, 2]);
});

/** What of an object's is on its disk. */
const tablesOf = async (stub: ReturnType<typeof tripObject>) =>
  runInDurableObject(stub, async (_, { storage }) => ({
    tables: storage.sql.exec("SELECT name FROM sqlite_master WHERE name NOT LIKE '\\_cf\\_%' ESCAPE '\\'").toArray(),
    alarm: await storage.getAlarm(),
  }));

test("an archived trip's object forgets everything once it is confirmed; what comes late is refused and opens nothing", async () => {
  const { place, which, fixes, driverId, brief: other, tokens } = await endedTrip(25, 2 * DAY_MS);
  const { brief, stub } = await openTrip({ ...other, tripId: which.tripId, stops: [] });
  await accountObject(env, place.tenantId, driverId).setDuty(which.tripId);
  await stub.ingest({ epoch: "phone-0001", fixes: drive(1, 23) });
  await stub.command({ type: "trip", event: "complete" }, driverId);
  valueOf(await archiveTrip(deps, which));
  expect(await stub.owner()).not.toBeNull();
  await stub.confirm({ events: 99, chunks: 99 });
  valueOf(await archiveTrip(deps, which));
  expect(await tablesOf(stub)).toEqual({ tables: [], alarm: null });

  const codeOf = async (answer: Response) => Problem.parse(await answer.json()).code;
  const frame = { epoch: "phone-0001", fixes: drive(24, 2) };
  expect(await codeOf(await as(tokens.driver, "POST", "/drivers/me/positions", frame))).toBe("off-duty");
  const action = { type: "driver:sos", epoch: "phone-0001", seq: 1, at: Date.now(), lat: null, lng: null };
  expect(await codeOf(await as(tokens.driver, "POST", "/drivers/me/actions", { actions: [action] }))).toBe("off-duty");
  expect(await codeOf(await as(tokens.admin, "POST", `/trips/${which.tripId}/start`))).toBe("not-allowed-now");
  const phone = await connectTo(stub, driverFacts(brief), DriverDown);
  expect(await phone.waitForClose()).toMatchObject({ code: CLOSE.ended });
  const answer = await as(tokens.admin, "GET", `/trips/${which.tripId}/history`);
  const { items } = getTripHistory.output.parse(await answer.json());
  expect(items.map(({ at }) => at)).toEqual(fixes.map(({ at }) => at));
  expect(await tablesOf(stub)).toEqual({ tables: [], alarm: null });
});

test("each night asks for the trips that ended a day ago and more, not for those of today", async () => {
  const old = await endedTrip(3, 2 * DAY_MS);
  const fresh = await endedTrip(3, DAY_MS / 2);
  const sent: ArchiveJob[] = [];
  const archive = jobQueues(env).archive;
  const recording = new Proxy(archive, {
    get: (queue, name) =>
      name === "sendBatch"
        ? async (messages: { body: ArchiveJob }[]) => {
            sent.push(...messages.map(({ body }) => body));
            await queue.sendBatch(messages);
          }
        : Reflect.get(queue, name),
  });
  const queues = { ...jobQueues(env), archive: recording };
  valueOf(await queueArchives({ ...deps, queues, now: () => Date.now() }));
  const ids = sent.map(({ tripId }) => tripId);
  expect(ids).toContain(old.which.tripId);
  expect(ids).not.toContain(fresh.which.tripId);
});
