import { and, eq, gt } from "drizzle-orm";
import { expect, test, vi } from "vitest";
import { statements } from "../../../src/db/client.ts";
import { addTrip } from "../../../src/db/trips.ts";
import { trackChunks } from "../../../src/db/schema/events.ts";
import { trips } from "../../../src/db/schema/trips.ts";
import { newRowId } from "../../../src/platform/new-row-id.ts";
import { reconcileTenant } from "../../../src/services/reconcile.ts";
import { recordTrips } from "../../../src/services/ledger.ts";
import { cancelTrip, moveTrip } from "../../../src/services/trip-steps.ts";
import { jobDeps, REACHABLE, UNREACHABLE } from "../jobs/job-deps.ts";
import { drive } from "../objects/trip/trip-fixture.ts";
import { chunk, letter, plannedRound, tripLine, written } from "./ledger-place.ts";
import { newOffice, valueOf } from "./people-fixture.ts";
import { addActiveDriver, liveDeps } from "./trip-place.ts";

const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;
const NOTHING = { opened: 0, nudged: 0, mended: 0, measured: 0, fenced: 0 };
const ARRIVES = { timeout: 20_000, interval: 250 };

/** Deps some minutes later, when what is written now has become quiet. */
function later(minutes = 20) {
  return { ...jobDeps(REACHABLE), now: () => Date.now() + minutes * MINUTE_MS };
}

test("a planned trip whose object was never told is opened, once", async () => {
  const office = await newOffice();
  const driver = await addActiveDriver(office, office.north);
  const id = newRowId.trip();
  const rows = { stops: [], loads: [], shipmentIds: [] };
  const trip = { id, regionId: office.north, driverId: driver.driverId };
  valueOf(await addTrip(office.tenant, { ...rows, trip }));
  const object = liveDeps(office.admin).trip(office.tenantId, id);
  expect(valueOf(await reconcileTenant(jobDeps(REACHABLE), office.tenantId))).toEqual(NOTHING);
  expect(valueOf(await reconcileTenant(later(), office.tenantId))).toEqual({ ...NOTHING, opened: 1 });
  expect(await object.picture()).toMatchObject({ trip: { tripId: id, status: "planned", driverFirstName: "Ada" } });
  expect(valueOf(await reconcileTenant(later(), office.tenantId))).toEqual(NOTHING);
});

test("a row that says otherwise than its object is mended, of an open trip however old and of an ended one", async () => {
  const { office, trip } = await plannedRound();
  const deps = liveDeps(office.admin);
  valueOf(await cancelTrip(deps, trip.id, {}));
  const isWritten = async () => expect((await written(office.tenant, trip.id)).trip.status).toBe("cancelled");
  await vi.waitFor(isWritten, ARRIVES);
  const drift = async (wrong: Partial<typeof trips.$inferInsert>) =>
    valueOf(await office.tenant.run("test.drift", statements.update(trips).set(wrong).where(eq(trips.id, trip.id))));
  const reopened = { status: "active", finishedAt: null } as const;
  const completed = { status: "completed" } as const;
  for (const [wrong, minutes] of [
    [reopened, 20] as const,
    [reopened, DAY_MINUTES * 3] as const,
    [completed, 20] as const,
  ]) {
    await drift(wrong);
    expect(valueOf(await reconcileTenant(later(minutes), office.tenantId))).toEqual({ ...NOTHING, mended: 1 });
    await isWritten();
    expect(valueOf(await reconcileTenant(later(minutes), office.tenantId))).toEqual(NOTHING);
  }
  // Archived and forgotten: nobody is left to know better.
  expect(await deps.trip(office.tenantId, trip.id).forget()).toBe(true);
  await drift(completed);
  expect(valueOf(await reconcileTenant(later(), office.tenantId))).toEqual(NOTHING);
});

test("an object that has more than Postgres sends it again, also what Postgres had confirmed", async () => {
  const { office, trip } = await plannedRound();
  valueOf(await moveTrip(liveDeps(office.admin), trip.id, "start"));
  const reached = async (seq: number) => expect((await written(office.tenant, trip.id)).trip.eventSeq).toBe(seq);
  await vi.waitFor(async () => expect((await written(office.tenant, trip.id)).trip.status).toBe("active"), ARRIVES);
  const { eventSeq } = (await written(office.tenant, trip.id)).trip;
  const behind = statements.update(trips).set({ eventSeq: eventSeq - 1 });
  valueOf(await office.tenant.run("test.behind", behind.where(eq(trips.id, trip.id))));
  await reached(eventSeq - 1);
  expect(valueOf(await reconcileTenant(later(), office.tenantId))).toEqual({ ...NOTHING, nudged: 1 });
  await vi.waitFor(async () => reached(eventSeq), ARRIVES);
});

test("chunks of a track that Postgres had confirmed and lost are sent again", async () => {
  const { office, trip } = await plannedRound();
  const deps = liveDeps(office.admin);
  valueOf(await moveTrip(deps, trip.id, "start"));
  await deps.trip(office.tenantId, trip.id).ingest({ epoch: "epoch-0001", fixes: drive(1, 40) });
  valueOf(await cancelTrip(deps, trip.id, {}));
  const stored = async () => (await written(office.tenant, trip.id)).chunks.length;
  await vi.waitFor(async () => expect(await stored()).toBeGreaterThan(1), ARRIVES);
  const count = await stored();
  const without = statements.update(trips).set({ chunkSeq: 1 });
  await vi.waitFor(async () => {
    expect(await deps.trip(office.tenantId, trip.id).trackAfter("confirmed")).toMatchObject({ chunks: [] });
  }, ARRIVES);
  valueOf(await office.tenant.run("test.behind", without.where(eq(trips.id, trip.id))));
  const lost = statements.delete(trackChunks).where(and(eq(trackChunks.tripId, trip.id), gt(trackChunks.seq, 1)));
  valueOf(await office.tenant.run("test.lost", lost));
  expect(valueOf(await reconcileTenant(later(), office.tenantId))).toEqual({ ...NOTHING, nudged: 1 });
  await vi.waitFor(async () => expect(await stored()).toBe(count), ARRIVES);
});

test("a trip that ended without being measured is measured", async () => {
  const { office, trip } = await plannedRound();
  const deps = jobDeps(REACHABLE);
  const events = [tripLine(1, "active"), tripLine(2, "completed")];
  await recordTrips(deps, [letter(trip, office, { events, chunks: [chunk(1)] })]);
  const unmeasured = statements.update(trips).set({ distanceM: null, polyline: null });
  valueOf(await office.tenant.run("test.unmeasured", unmeasured.where(eq(trips.id, trip.id))));
  expect(valueOf(await reconcileTenant(deps, office.tenantId))).toMatchObject({ measured: 1 });
  expect((await written(office.tenant, trip.id)).trip.distanceM).toBeGreaterThan(150);
});

test("without the database the round fails in its own words", async () => {
  const office = await newOffice();
  expect(await reconcileTenant(jobDeps(UNREACHABLE), office.tenantId)).toEqual({
    ok: false,
    error: { tag: "unavailable" },
  });
});
