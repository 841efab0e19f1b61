import type { Action, KeyScope, Resource } from "../protocol/access.ts";
import type { PersonRole } from "../protocol/account.ts";
import type { ApiKeyId, DriverId, LinkId, RegionId, ShipmentId, TenantId, UserId } from "../protocol/ids.ts";
import type { ShipmentStatus } from "../protocol/shipment.ts";
import { type Caller, type KnownCaller, type PersonId, personIdOf, roleOf } from "./caller.ts";
import { type Grant, tableGrant } from "./permission-table.ts";

/** What is common to everything that permission can be asked for. */
interface Owned {
  readonly tenantId: TenantId;
}

const RANK: Record<Grant, number> = { none: 0, own: 1, tenant: 2 };

/** What this caller may do to a kind of thing: its role's cell of the table, within a key's scopes and store. */
export function grantFor(caller: Caller, resource: Resource, action: Action): Grant {
  const grant = tableGrant(roleOf(caller), resource, action);
  if (caller.kind !== "key") return grant;
  if (!hasScope(caller.scopes, resource, action)) return "none";
  return caller.storeCode === undefined ? grant : lesser(grant, tableGrant("store", resource, action));
}

export function mayUser(caller: Caller, action: Action, user: Owned & { readonly userId: UserId }): boolean {
  return decide(caller, ["user", action], user, (me) => me.kind === "user" && me.userId === user.userId);
}

/** A dispatcher's own drivers are those at home in its regions. */
export function mayDriver(
  caller: Caller,
  action: Action,
  driver: Owned & { readonly driverId?: DriverId; readonly homeRegionId: RegionId },
): boolean {
  return decide(caller, ["driver", action], driver, (me) => isOrCovers(me, driver.driverId, driver.homeRegionId));
}

/** A dispatcher's own regions are those it is limited to, a driver's the one it is at home in. */
export function mayRegion(
  caller: Caller,
  action: Action,
  region: Owned & { readonly regionId: RegionId; readonly homeRegionId?: RegionId | undefined },
): boolean {
  return decide(caller, ["region", action], region, (me) => isAtHomeIn(me, region));
}

export function maySession(caller: Caller, action: Action, session: Owned & { readonly personId: PersonId }): boolean {
  return decide(caller, ["session", action], session, (me) => personIdOf(me) === session.personId);
}

/** A dispatcher invites drivers into its regions, and nobody else. */
export function mayInvitation(
  caller: Caller,
  action: Action,
  invitation: Owned & { readonly role: PersonRole; readonly homeRegionId?: RegionId | null | undefined },
): boolean {
  const { role, homeRegionId } = invitation;
  const own = (me: KnownCaller) =>
    role === "driver" && typeof homeRegionId === "string" && coversRegion(me, homeRegionId);
  return decide(caller, ["invitation", action], invitation, own);
}

/** A store's own keys are those that are limited to it. */
export function mayApiKey(
  caller: Caller,
  action: Action,
  key: Owned & { readonly keyId?: ApiKeyId; readonly storeCode?: string | null | undefined },
): boolean {
  const own = (me: KnownCaller) => storeOf(me) !== undefined && storeOf(me) === key.storeCode;
  return decide(caller, ["api-key", action], key, own);
}

/** A dispatcher's own trips are those of its regions, a driver's those it drives. */
export function mayTrip(
  caller: Caller,
  action: Action,
  trip: Owned & { readonly regionId: RegionId; readonly driverId: DriverId },
): boolean {
  return decide(caller, ["trip", action], trip, (me) => isOrCovers(me, trip.driverId, trip.regionId));
}

/** A dispatcher's own fences are those of its regions, a driver's those of where it is at home. */
export function mayGeofence(
  caller: Caller,
  action: Action,
  fence: Owned & { readonly regionId: RegionId; readonly homeRegionId?: RegionId | undefined },
): boolean {
  return decide(caller, ["geofence", action], fence, (me) => isAtHomeIn(me, fence));
}

/** A call for help is the business of whoever drives, and of those who see its region. */
export function maySos(
  caller: Caller,
  action: Action,
  trip: Owned & { readonly regionId: RegionId; readonly driverId: DriverId },
): boolean {
  return decide(caller, ["sos", action], trip, (me) => isOrCovers(me, trip.driverId, trip.regionId));
}

/** Where somebody is: a driver's own, or everything that moves in a dispatcher's region. */
export function mayLocation(
  caller: Caller,
  action: Action,
  location: Owned & { readonly regionId: RegionId; readonly driverId?: DriverId },
): boolean {
  return decide(caller, ["location", action], location, (me) => isOrCovers(me, location.driverId, location.regionId));
}

export function mayAuditLog(caller: Caller, action: Action, log: Owned): boolean {
  return decide(caller, ["audit-log", action], log, () => false);
}

/** What decides whose a shipment is. */
export interface ShipmentScope extends Owned {
  readonly shipmentId: ShipmentId;
  readonly regionId: RegionId;
  readonly storeCode: string | null;
  /** Who carries it now; null while nobody does. */
  readonly driverId: DriverId | null;
}

/** A store's own shipments carry its code, a dispatcher's are in its regions, a driver's on its trip; a link has one. */
export function mayShipment(caller: Caller, action: Action, shipment: ShipmentScope): boolean {
  return decide(caller, ["shipment", action], shipment, (me) => isOwnShipment(me, shipment));
}

/** What became of any is said by whoever carries it and by the desk: a store only calls it off, and a driver never does. */
export function mayReport(caller: Caller, status: ShipmentStatus): boolean {
  if (status === "cancelled") return caller.kind !== "driver";
  return roleOf(caller) !== "store" && storeOf(caller) === undefined;
}

/** Links belong to whom their shipment belongs to, and a link to itself. */
export function mayTrackingLink(
  caller: Caller,
  action: Action,
  link: ShipmentScope & { readonly linkId?: LinkId },
): boolean {
  const own = (me: KnownCaller) => (me.kind === "link" ? me.linkId === link.linkId : isOwnShipment(me, link));
  return decide(caller, ["tracking-link", action], link, own);
}

/** Proofs belong to whom their shipment belongs to; a driver keeps those of its trips when they are over. */
export function mayProof(caller: Caller, action: Action, proof: ShipmentScope): boolean {
  return decide(caller, ["proof", action], proof, (me) => isOwnShipment(me, proof));
}

/** Money belongs to whom its shipment belongs to. */
export function mayPayment(caller: Caller, action: Action, payment: ShipmentScope): boolean {
  return decide(caller, ["payment", action], payment, (me) => isOwnShipment(me, payment));
}

/** A driver's own papers; a dispatcher's are those of the drivers at home in its regions. */
export function mayDocument(
  caller: Caller,
  action: Action,
  document: Owned & { readonly driverId: DriverId; readonly homeRegionId: RegionId },
): boolean {
  return decide(caller, ["document", action], document, (me) =>
    isOrCovers(me, document.driverId, document.homeRegionId),
  );
}

/** Who looked at a driver: its own log. */
export function mayAccessLog(caller: Caller, action: Action, log: Owned & { readonly driverId: DriverId }): boolean {
  return decide(caller, ["access-log", action], log, (me) => me.kind === "driver" && me.driverId === log.driverId);
}

/** The regions that a list is narrowed to; undefined for all. */
export function regionsOf(caller: Caller): readonly RegionId[] | undefined {
  return caller.kind === "user" ? caller.regionIds : undefined;
}

/** The store that a list is narrowed to; undefined for all. */
export function storeOf(caller: Caller): string | undefined {
  return caller.kind === "user" || caller.kind === "key" ? caller.storeCode : undefined;
}

/** The one order of questions for every resource: another tenant's is never anybody's, whatever the table says. */
function decide(
  caller: Caller,
  [resource, action]: readonly [Resource, Action],
  target: Owned,
  isOwn: (me: KnownCaller) => boolean,
): boolean {
  if (caller.kind === "nobody" || caller.tenantId !== target.tenantId) return false;
  const grant = grantFor(caller, resource, action);
  return grant === "tenant" || (grant === "own" && isOwn(caller));
}

function isOwnShipment(me: KnownCaller, { shipmentId, regionId, storeCode, driverId }: ShipmentScope): boolean {
  if (me.kind === "link") return me.shipmentId === shipmentId;
  if (me.kind === "driver") return me.driverId === driverId;
  return coversRegion(me, regionId) || (storeCode !== null && storeOf(me) === storeCode);
}

/** The driver itself, or a dispatcher of that region. */
function isOrCovers(me: KnownCaller, driverId: DriverId | undefined, region: RegionId): boolean {
  return me.kind === "driver" ? me.driverId === driverId : coversRegion(me, region);
}

/** A driver whose home is that region, or a dispatcher of it. */
function isAtHomeIn(
  me: KnownCaller,
  { regionId, homeRegionId }: { readonly regionId: RegionId; readonly homeRegionId?: RegionId | undefined },
): boolean {
  return me.kind === "driver" ? homeRegionId === regionId : coversRegion(me, regionId);
}

function coversRegion(me: KnownCaller, region: RegionId): boolean {
  if (me.kind !== "user" || me.role !== "dispatcher") return false;
  return me.regionIds === undefined || me.regionIds.includes(region);
}

function hasScope(scopes: readonly KeyScope[], resource: Resource, action: Action): boolean {
  const wanted = `${resource}:${action === "list" || action === "read" ? "read" : "write"}`;
  return scopes.some((scope) => scope === wanted);
}

function lesser(a: Grant, b: Grant): Grant {
  return RANK[a] < RANK[b] ? a : b;
}
