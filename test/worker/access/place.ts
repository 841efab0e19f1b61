import { env } from "cloudflare:workers";
import { addDriver } from "../../../src/db/drivers.ts";
import type { Caller } from "../../../src/domain/caller.ts";
import { uuidFromTypeId } from "../../../src/domain/typeid.ts";
import { indexOfLogin } from "../../../src/platform/login-name.ts";
import { newRowId } from "../../../src/platform/new-row-id.ts";
import type { KeyScope } from "../../../src/protocol/access.ts";
import type { ApiKeyId, DriverId, InvitationId, ShipmentId, StopId, TripId } from "../../../src/protocol/ids.ts";
import { createApiKey } from "../../../src/services/api-keys.ts";
import { invite } from "../../../src/services/invitations.ts";
import { openDesk } from "../../../src/services/people-desk.ts";
import { addMember, depsFor, newOffice, type Office, valueOf } from "../services/people-fixture.ts";
import { newLink } from "../services/shipment-fixture.ts";
import { emptyStop, newShipment, newTrip, stopFor } from "../services/trip-place.ts";

type User = Extract<Caller, { kind: "user" }>;

/** A tenant with somebody in every role, and with strings that may appear in no other tenant's answers. */
export interface Place extends Office {
  readonly dispatcher: User;
  /** Another dispatcher. */
  readonly regional: User;
  readonly store: User;
  /** Whose role is changed and who is suspended: nobody signs in as this one. */
  readonly clerk: User;
  readonly suspended: User;
  /** At home in the north. */
  readonly drivers: readonly [own: DriverId, other: DriverId, changed: DriverId];
  /** The first driver's. */
  readonly phone: string;
  /** In the north, of the store, and on the first driver's trip. */
  readonly shipmentId: ShipmentId;
  readonly links: { readonly own: string; readonly other: string; readonly expired: string; readonly revoked: string };
  readonly keys: { readonly fits: string; readonly other: string; readonly ofStore: string };
  readonly trip: { readonly tripId: TripId; readonly stopIds: readonly [StopId, StopId, StopId] };
  readonly canaries: readonly string[];
}

export async function newPlace(): Promise<Place> {
  const office = await newOffice();
  const { tenant, tenantId, admin, north, south } = office;
  const dispatcher = await addMember(tenant, "dispatcher");
  const regional = await addMember(tenant, "dispatcher");
  const store = await addMember(tenant, "store");
  const clerk = await addMember(tenant, "store");
  const suspended = await addMember(tenant, "dispatcher");
  const name = `Canary ${crypto.randomUUID()}`;
  const phone = newPhone();
  const drivers = [
    await newDriver(office, name, phone),
    await newDriver(office, name),
    await newDriver(office, name),
  ] as const;
  const place = { ...office, dispatcher, regional, store, clerk, suspended, drivers, phone };
  const keys = {
    fits: (await newKey(place, ["driver:read", "region:read"], name)).secret,
    other: (await newKey(place, ["shipment:read"], name)).secret,
    ofStore: (await newKey(place, ["driver:read"], name, "mill")).secret,
  };
  const shipmentId = (await newShipment(office, { storeCode: "mill", recipient: { name } })).id;
  const trip = await newRound(office, drivers[0], shipmentId);
  const linkOf = async (...args: [ShipmentId, { expired?: true; revoked?: true }?]) =>
    (await newLink(office, ...args)).token;
  const links = {
    own: await linkOf(shipmentId),
    other: await linkOf((await newShipment(office, { storeCode: "mill" })).id),
    expired: await linkOf(shipmentId, { expired: true }),
    revoked: await linkOf(shipmentId, { revoked: true }),
  };
  const ids = [
    tenantId,
    shipmentId,
    trip.tripId,
    ...trip.stopIds,
    north,
    south,
    ...drivers,
    ...[admin, dispatcher, regional, store, clerk, suspended].map(userIdOf),
  ];
  const canaries = [name, phone, ...Object.values(links), ...ids, ...ids.map(uuidOf)];
  return { ...place, shipmentId, trip, links, keys, canaries };
}

export async function newKey(
  { admin }: Pick<Office, "admin">,
  scopes: KeyScope[],
  name = "Fresh",
  storeCode?: string,
): Promise<{ keyId: ApiKeyId; secret: string }> {
  const made = valueOf(await createApiKey(depsFor(admin), { name, scopes, ...(storeCode && { storeCode }) }));
  return { keyId: made.key.id, secret: made.secret };
}

/** Of a driver for the north. */
export async function newInvitation({ admin, north }: Office): Promise<InvitationId> {
  const input = { role: "driver" as const, name: "Fresh", phone: newPhone(), homeRegionId: north };
  return valueOf(await invite(depsFor(admin), input)).invitation.id;
}

/** A planned trip with three stops. */
async function newRound(office: Office, driverId: DriverId, shipment: ShipmentId): Promise<Place["trip"]> {
  const stops = [stopFor({ id: shipment }, 52.51), ...[52.52, 52.53].map((lat) => emptyStop(lat))];
  const { id: tripId, stops: made } = await newTrip(office, driverId, stops);
  const [first, second, third] = made.map(({ stopId }) => stopId);
  if (!first || !second || !third) throw new Error("a stop is missing");
  return { tripId, stopIds: [first, second, third] };
}

/** A mobile number that no other call gives: its last eight digits are chance. */
export function newPhone(): string {
  const [digits = 0] = crypto.getRandomValues(new Uint32Array(1));
  return `+49151${String(digits % 100_000_000).padStart(8, "0")}`;
}

export async function newDriver(
  { tenant, tenantId, north }: Office,
  name: string,
  phone = newPhone(),
): Promise<DriverId> {
  const desk = valueOf(await openDesk(depsFor({ kind: "nobody" }), { tenantId, actor: "test" }));
  const id = newRowId.driver();
  const row = { tenantId, id, homeRegionId: north, status: "active" as const };
  const nameSealed = await desk.seal({ table: "drivers", column: "name_sealed", row: id }, name);
  const phoneSealed = await desk.seal({ table: "drivers", column: "phone_sealed", row: id }, phone);
  const phoneIndex = await indexOfLogin(env.HMAC_KEY, { channel: "sms", name: phone });
  valueOf(await tenant.run("test.driver", addDriver({ ...row, nameSealed, phoneSealed, phoneIndex })));
  return id;
}

function userIdOf({ userId }: User): string {
  return userId;
}

/** As audit entries name rows. */
function uuidOf(id: string): string {
  const [prefix = ""] = id.split("_");
  const uuid = uuidFromTypeId(prefix, id);
  if (!uuid.ok) throw new Error(`${id} is no id.`);
  return uuid.value;
}
