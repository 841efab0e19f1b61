import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, vi } from "vitest";
import { statements } from "../../../src/db/client.ts";
import { trips } from "../../../src/db/schema/trips.ts";
import { newRowId } from "../../../src/platform/new-row-id.ts";
import { accountObject, tripObject } from "../../../src/platform/object-stubs.ts";
import type { DriverId, TripId } from "../../../src/protocol/ids.ts";
import { newDriver, type Place } from "../access/place.ts";
import { drive, openTrip, tripBrief } from "../objects/trip/trip-fixture.ts";
import { valueOf } from "../services/people-fixture.ts";

/** The same in every trip, so that whatever names one of them fits any trip. */
export const STOPS = tripBrief({ stopCount: 3 }).stops;
/** Of every device: a list that names two would be refused as a mixture. */
export const EPOCH = "fuzz-0001";

const DRAINED_MS = 60_000;

interface Round {
  readonly tripId: TripId;
  readonly driverId: DriverId;
}

/** A trip that runs, of a driver of its own: nobody has two. Its row is there, or the ledger would bury what happens on it. */
export async function newRound(place: Place): Promise<Round> {
  const driverId = await newDriver(place, "Fuzz");
  const { tenant, tenantId, north: regionId } = place;
  const tripId = newRowId.trip();
  await openTrip({ ...tripBrief(), tenantId, tripId, regionId, driverId, stops: STOPS });
  const row = { tenantId, id: tripId, regionId, driverId, status: "planned" } as const;
  valueOf(await tenant.run("test.round", statements.insert(trips).values(row)));
  return { tripId, driverId };
}

/** Such a trip with its driver on it. */
export async function newDuty(place: Place): Promise<Round> {
  const round = await newRound(place);
  await accountObject(env, place.tenantId, round.driverId).setDuty(round.tripId);
  return round;
}

/** With a track behind it. */
export async function newDrive(place: Place): Promise<Round> {
  const round = await newDuty(place);
  const object = tripObject(env, place.tenantId, round.tripId);
  valueOf(await object.ingest({ epoch: EPOCH, fixes: drive(1, 60) }));
  return round;
}

/** Until the ledger has worked off what all trips sent before: its queue keeps their order. */
export async function ledgerDrained(place: Place): Promise<void> {
  const { tripId } = await newRound(place);
  const object = tripObject(env, place.tenantId, tripId);
  valueOf(await object.command({ type: "trip", event: "pause" }, "test"));
  const confirmed = async () =>
    runInDurableObject(object, (_, { storage }) => storage.sql.exec("SELECT events FROM ledger").toArray());
  await vi.waitFor(async () => expect(await confirmed()).not.toEqual([]), { timeout: DRAINED_MS, interval: 200 });
}
