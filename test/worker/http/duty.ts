import { env } from "cloudflare:workers";
import type { DriverId } from "../../../src/protocol/ids.ts";
import { accountObject } from "../../../src/platform/object-stubs.ts";
import type { TripBrief } from "../../../src/protocol/live/trip-brief.ts";
import { driverToken, userToken } from "../access/identities.ts";
import { newPlace, type Place } from "../access/place.ts";
import { drive, openTrip, tripBrief } from "../objects/trip/trip-fixture.ts";
import { call } from "./call.ts";
import { newNetwork } from "./person.ts";

export interface Duty {
  readonly place: Place;
  readonly driverId: DriverId;
  readonly brief: TripBrief;
  readonly stub: Awaited<ReturnType<typeof openTrip>>["stub"];
  readonly tokens: {
    readonly driver: string;
    readonly otherDriver: string;
    readonly admin: string;
    readonly store: string;
  };
}

/** A tenant of the test's own, whose first driver is on a trip in the north. */
export async function onDuty(changed: Partial<TripBrief> = {}): Promise<Duty> {
  const place = await newPlace();
  const { tenantId, drivers, north: regionId } = place;
  const [driverId, otherDriverId] = drivers;
  const { brief, stub } = await openTrip({ ...tripBrief(), tenantId, driverId, regionId, ...changed });
  await accountObject(env, tenantId, driverId).setDuty(brief.tripId);
  const tokens = {
    driver: await driverToken(tenantId, driverId),
    otherDriver: await driverToken(tenantId, otherDriverId),
    admin: await userToken(place.admin),
    store: await userToken(place.store),
  };
  return { place, driverId, brief, stub, tokens };
}

export async function goOffDuty({ place, driverId }: Duty): Promise<void> {
  await accountObject(env, place.tenantId, driverId).setDuty(null);
}

/** As many devices have sent as one trip tells apart; the first of them is `phone-0001`. */
export async function withAllStreams({ stub }: Duty): Promise<void> {
  for (let index = 1; index <= 16; index++)
    await stub.ingest({ epoch: `phone-${String(index).padStart(4, "0")}`, fixes: drive(1, 1) });
}

/** A request of the API in somebody's name. */
export async function as(token: string, method: string, path: string, body?: unknown): Promise<Response> {
  const headers = new Headers({ authorization: `Bearer ${token}`, "cf-connecting-ip": newNetwork() });
  if (body !== undefined) headers.set("content-type", "application/json");
  return call(`/api/v1${path}`, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
}
