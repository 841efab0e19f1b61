import { env } from "cloudflare:workers";
import { addDriver } from "../../../src/db/drivers.ts";
import type { Db } from "../../../src/db/client.ts";
import type { Caller } from "../../../src/domain/caller.ts";
import { indexOfLogin } from "../../../src/platform/login-name.ts";
import { jobQueues } from "../../../src/platform/job-queue.ts";
import type { LogEvent } from "../../../src/platform/log.ts";
import { createMetrics } from "../../../src/platform/metrics.ts";
import { newRowId } from "../../../src/platform/new-row-id.ts";
import {
  accountObject,
  offerObject,
  optimiserObject,
  regionObject,
  sosObject,
  tripObject,
} from "../../../src/platform/object-stubs.ts";
import { Remembered } from "../../../src/platform/remembered.ts";
import { importSigningKeys } from "../../../src/platform/signing-keys.ts";
import { NewShipment, type Shipment } from "../../../src/protocol/api/shipments.ts";
import { NewTrip, type Trip } from "../../../src/protocol/api/trips.ts";
import type { DriverId, RegionId } from "../../../src/protocol/ids.ts";
import { openDesk } from "../../../src/services/people-desk.ts";
import { createShipment } from "../../../src/services/shipments.ts";
import type { OptimiseDeps } from "../../../src/services/optimisation-jobs.ts";
import type { TripDeps } from "../../../src/services/trip-access.ts";
import { createTrip } from "../../../src/services/trips.ts";
import { depsFor, type Office, valueOf } from "./people-fixture.ts";

export type LiveTestDeps = OptimiseDeps & { events: LogEvent[] };
type PlannedStop = NewTrip["stops"][number];

/** Deps of a request about trips, on another database if one is given. */
export function liveDeps(
  caller: Caller,
  { db, now, roads = null }: { db?: Db; now?: () => number; roads?: TripDeps["roads"] } = {},
): LiveTestDeps {
  const events: LogEvent[] = [];
  const people = depsFor(caller, now);
  return {
    ...people,
    ...(db && { db }),
    queues: jobQueues(env),
    log: (event) => events.push(event),
    metrics: createMetrics(env.METRICS),
    keys: async () => valueOf(await importSigningKeys(env.SIGNING_KEYS)),
    account: (tenantId, personId) => accountObject(env, tenantId, personId),
    trip: (tenantId, tripId, born) => tripObject(env, tenantId, tripId, born),
    region: (tenantId, regionId, born) => regionObject(env, tenantId, regionId, born),
    optimiser: (tenantId, jobId) => optimiserObject(env, tenantId, jobId),
    offer: (tenantId, offerId) => offerObject(env, tenantId, offerId),
    sos: (tenantId) => sosObject(env, tenantId),
    birthplaces: new Remembered(),
    roads,
    events,
  };
}

/** An active driver at home in a region. */
export async function addActiveDriver(
  { tenant, tenantId }: Office,
  homeRegionId: RegionId,
  name = "Ada Driver",
): Promise<Extract<Caller, { kind: "driver" }>> {
  const desk = valueOf(await openDesk(depsFor({ kind: "nobody" }), { tenantId, actor: "test" }));
  const id = newRowId.driver();
  const nameSealed = await desk.seal({ table: "drivers", column: "name_sealed", row: id }, name);
  const phoneSealed = await desk.seal({ table: "drivers", column: "phone_sealed", row: id }, id);
  const phoneIndex = await indexOfLogin(env.HMAC_KEY, { channel: "sms", name: id });
  const row = { tenantId, id, homeRegionId, status: "active" as const, nameSealed, phoneSealed, phoneIndex };
  valueOf(await tenant.run("test.driver", addDriver(row)));
  return { kind: "driver", tenantId, driverId: id, sessionId: "test" };
}

export function shipmentInput(regionId: RegionId, over: Partial<NewShipment> = {}): NewShipment {
  return NewShipment.parse({
    regionId,
    reference: crypto.randomUUID(),
    address: { street: "Quay Street", city: "Harbour", details: "7, second floor" },
    recipient: { name: "Robin Recipient", phone: "+44 7400 123456", email: "robin@example.com" },
    instructions: "Ring twice",
    place: { lat: 52.51, lng: 13.4 },
    ...over,
  });
}

export async function newShipment({ admin, north }: Office, over: Partial<NewShipment> = {}): Promise<Shipment> {
  return valueOf(await createShipment(depsFor(admin), shipmentInput(north, over))).shipment;
}

export function stopFor(shipment: Pick<Shipment, "id">, lat: number): PlannedStop {
  return { place: { lat, lng: 13.4 }, serviceSeconds: 60, shipments: [{ id: shipment.id, action: "dropoff" }] };
}

export function emptyStop(lat: number): PlannedStop {
  return { place: { lat, lng: 13.4 }, serviceSeconds: 60, shipments: [] };
}

export async function newTrip(office: Office, driverId: DriverId, stops: PlannedStop[] = []): Promise<Trip> {
  const { admin, north } = office;
  return valueOf(await createTrip(liveDeps(admin), NewTrip.parse({ regionId: north, driverId, stops })));
}
