import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { statements } from "../../../src/db/client.ts";
import { trackChunks } from "../../../src/db/schema/events.ts";
import { jobQueues } from "../../../src/platform/job-queue.ts";
import { tripObject } from "../../../src/platform/object-stubs.ts";
import { TrackArchive } from "../../../src/platform/track-archive.ts";
import { getTripHistory } from "../../../src/protocol/api/history.ts";
import type { ArchiveJob } from "../../../src/protocol/jobs.ts";
import { archiveTrip, queueArchives } from "../../../src/services/trip-archive.ts";
import { driveOf, storeTrip } from "../db/stored-trip.ts";
import { connect } from "../db/tenant-scope.ts";
import { as, onDuty } from "../http/duty.ts";
import { drive } from "../objects/trip/trip-fixture.ts";
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
  const duty = await onDuty();
  const { place, driverId } = duty;
  const fixes = driveOf(count, Date.now() - ago);
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
