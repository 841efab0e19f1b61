import { birthplace } from "../../domain/birthplace.ts";
import { shardOf } from "../../domain/region/ladder.ts";
import { jobQueues } from "../../platform/job-queue.ts";
import { verifyLiveTicket } from "../../platform/live-ticket.ts";
import { createLog, logError } from "../../platform/log.ts";
import { newRequestId } from "../../platform/new-id.ts";
import { regionObject, regionShard, sosObject } from "../../platform/object-stubs.ts";
import { sendLooks } from "../../platform/send-looks.ts";
import { importSigningKeys } from "../../platform/signing-keys.ts";
import { TicketGate } from "../lib/ticket-gate.ts";
import { DriverDoor } from "./driver-door.ts";
import { followFences } from "./follow-fences.ts";
import { LiveTrip } from "./live-trip.ts";
import { type ReporterDeps, RegionReporter } from "./region-reporter.ts";
import { TripScene } from "./trip-scene.ts";
import { TripSockets } from "./trip-sockets.ts";
import { TripStore } from "./trip-store.ts";
import { TripUpkeep, type UpkeepDeps } from "./trip-upkeep.ts";

export interface AwakeTrip {
  readonly trip: LiveTrip;
  readonly driver: DriverDoor;
  readonly tickets: TicketGate;
  readonly reporter: RegionReporter;
  readonly upkeep: TripUpkeep;
}

/** Wakes a trip from its storage and its sockets; null if nobody ever opened it, and then nothing is written. */
export function openTrip(ctx: DurableObjectState, env: Env, setSlot: UpkeepDeps["setSlot"]): AwakeTrip | null {
  if (!TripStore.isMade(ctx.storage)) return null;
  const store = new TripStore(ctx.storage);
  const brief = store.brief();
  if (!brief) return null;
  const trip = new LiveTrip(new TripScene(store, new TripSockets(ctx), brief));
  const region = regionObject(env, brief.tenantId, brief.regionId);
  const [firstStop] = brief.stops;
  const born = firstStop ? birthplace(firstStop) : null;
  const deps: ReporterDeps = {
    send: async (report, { shards, isNews }) => {
      const demand = await (shards === 0
        ? region.report(report)
        : regionShard(env, brief, shardOf(brief.tripId, shards), born).report(report, isNews));
      await followFences(trip.scene, demand, async (around) => region.fencesNear(around));
      return demand;
    },
    onWatch: (isWatched) => trip.scene.watchedBy(isWatched),
    onFailure: (error) => logError(createLog({ requestId: newRequestId() }), "trip reports to its region", error),
  };
  const reporter = new RegionReporter(deps, trip.scene.isWatched);
  const later = (work: Promise<unknown>): void => ctx.waitUntil(work);
  const upkeep = new TripUpkeep({
    trip,
    reporter,
    setSlot,
    later,
    sendLooks: async (looks) => sendLooks(jobQueues(env).ledger, brief.tenantId, looks),
    sendLedger: async (job) => {
      await jobQueues(env).ledger.send(job);
    },
    raiseSos: async (press) => {
      const { driverId, driverFirstName, regionId, tripId } = trip.scene.brief;
      const caller = { driverId, driverFirstName, regionId, tripId };
      const call = await sosObject(env, brief.tenantId).raise(press, caller);
      trip.scene.store.help.heard(press);
      trip.helped(call, Date.now());
    },
    onFailure: (error) => logError(createLog({ requestId: newRequestId() }), "trip to the ledger or to help", error),
  });
  const tickets = new TicketGate(ctx.storage.sql);
  const driver = new DriverDoor({
    trip,
    verifyTicket: async (ticket, now) => {
      const keys = await importSigningKeys(env.SIGNING_KEYS);
      return keys.ok ? verifyLiveTicket(keys.value, ticket, now) : keys;
    },
    spendTicket: ({ ticketId: id, sessionId, expiresAt }, now) => tickets.spend({ id, sessionId, expiresAt }, now),
    settle: (isNews, now) => upkeep.settle(isNews, now),
  });
  return { trip, driver, tickets, reporter, upkeep };
}
