import * as z from "zod";
import type { LocationHint } from "../domain/birthplace.ts";
import { jurisdictionOf } from "../domain/jurisdiction.ts";
import type { Upstream } from "../protocol/breaker.ts";
import {
  ApiKeyId,
  type DriverId,
  OfferId,
  OptimisationId,
  RegionId,
  TenantId,
  type TripId,
  UserId,
} from "../protocol/ids.ts";
import { toBase64url } from "./base64url.ts";
import type { LoginChannel } from "./login-name.ts";

/** The only place that names an object: names come from verified rows and tokens, never from a caller's words. */

/** One fixed name per class serves health checks: it holds no trip and no region. That of regions counts sockets as well. */
const PROBE = "health-probe";

/** Wakes one object of each class and has it read its disk. */
export async function probeObjects(env: Pick<Env, "TRIP" | "REGION">): Promise<void> {
  await Promise.all([env.TRIP.getByName(PROBE).probe(), env.REGION.getByName(PROBE).probe()]);
}

const Sender = z.union([UserId, ApiKeyId]);

/** Which region; enough to name its object. */
export interface RegionPlace {
  readonly tenantId: TenantId;
  readonly regionId: RegionId;
}

/** One of a region's helpers. */
export interface RegionPart extends RegionPlace {
  readonly number: number;
}

const PART_MARKS = { shard: "i", replica: "v" } as const;

/** A trip's object. The hint counts when it is reached for the first time ever, and never again. */
export function tripObject(env: Pick<Env, "TRIP">, tenantId: TenantId, tripId: TripId, born?: LocationHint | null) {
  return within(env.TRIP, tenantId).getByName(`${tenantId}:${tripId}`, bornIn(born));
}

/** A region's object. */
export function regionObject(
  env: Pick<Env, "REGION">,
  tenantId: TenantId,
  regionId: RegionId,
  born?: LocationHint | null,
) {
  return within(env.REGION, tenantId).getByName(`${tenantId}:${regionId}`, bornIn(born));
}

/** Who knows in which regions sockets are open. */
export function socketCensus(env: Pick<Env, "REGION">) {
  return env.REGION.getByName(PROBE);
}

/** One that collects the positions of a region's trips. */
export function regionShard(
  env: Pick<Env, "REGION_SHARD">,
  { tenantId, regionId }: RegionPlace,
  number: number,
  born?: LocationHint | null,
) {
  return within(env.REGION_SHARD, tenantId).getByName(partName(tenantId, regionId, "shard", number), bornIn(born));
}

/** One that tells a region's viewers. */
export function regionReplica(
  env: Pick<Env, "REGION_REPLICA">,
  { tenantId, regionId }: RegionPlace,
  number: number,
  born?: LocationHint | null,
) {
  return within(env.REGION_REPLICA, tenantId).getByName(partName(tenantId, regionId, "replica", number), bornIn(born));
}

/** What a helper's own name says. Throws on a name that was made elsewhere. */
export function readRegionPart(name: string | undefined, role: keyof typeof PART_MARKS): RegionPart {
  const [, tenantId, regionId, mark, number] = /^([^:#]+):([^:#]+)#([iv])(\d+)$/.exec(name ?? "") ?? [];
  if (mark !== PART_MARKS[role]) throw new Error(`not a region's ${role}`);
  return { tenantId: TenantId.parse(tenantId), regionId: RegionId.parse(regionId), number: Number(number) };
}

/** One offer of a shipment to drivers. */
export function offerObject(env: Pick<Env, "OFFER">, tenantId: TenantId, offerId: OfferId) {
  return within(env.OFFER, tenantId).getByName(`${tenantId}:${offerId}`);
}

/** One question to the optimiser that takes longer than a request. */
export function optimiserObject(env: Pick<Env, "OPTIMISER">, tenantId: TenantId, jobId: OptimisationId) {
  return within(env.OPTIMISER, tenantId).getByName(`${tenantId}:${jobId}`);
}

/** What its own name says. Throws on a name that was made elsewhere. */
export function readOptimiserOwner(name: string | undefined): { tenantId: TenantId; jobId: OptimisationId } {
  const [tenantId, jobId] = (name ?? "").split(":");
  return { tenantId: TenantId.parse(tenantId), jobId: OptimisationId.parse(jobId) };
}

/** What an offer's own name says. Throws on a name that was made elsewhere. */
export function readOfferOwner(name: string | undefined): { tenantId: TenantId; offerId: OfferId } {
  const [tenantId, offerId] = (name ?? "").split(":");
  return { tenantId: TenantId.parse(tenantId), offerId: OfferId.parse(offerId) };
}

/** A tenant's calls for help. */
export function sosObject(env: Pick<Env, "SOS">, tenantId: TenantId) {
  return within(env.SOS, tenantId).getByName(tenantId);
}

/** A person's own object. */
export function accountObject(env: Pick<Env, "ACCOUNT">, tenantId: TenantId, personId: UserId | DriverId) {
  return within(env.ACCOUNT, tenantId).getByName(`${tenantId}:${personId}`);
}

/** The codes of one address: its keyed hash names the object, so that no name holds an address. */
export function codeObject(env: Pick<Env, "CODE">, channel: LoginChannel, loginIndex: Uint8Array) {
  return env.CODE.getByName(`code:${channel}:${toBase64url(loginIndex)}`);
}

/** One limit of one caller. */
export function limitObject(env: Pick<Env, "LIMIT">, limit: string, principal: string) {
  return env.LIMIT.getByName(`limit:${limit}:${principal}`);
}

/** What one caller was answered under its idempotency keys. */
export function idempotencyObject(env: Pick<Env, "IDEMPOTENCY">, tenantId: TenantId, principal: string) {
  return within(env.IDEMPOTENCY, tenantId).getByName(`${tenantId}:${principal}`);
}

/** What one caller wrote while Postgres could not take it. */
export function deferredObject(env: Pick<Env, "DEFERRED">, tenantId: TenantId, principal: UserId | ApiKeyId) {
  return within(env.DEFERRED, tenantId).getByName(`${tenantId}:${principal}`);
}

/** Whose writes they are, as the object's own name says. Throws on a name that was made elsewhere. */
export function readDeferredOwner(name: string | undefined): { tenantId: TenantId; principal: UserId | ApiKeyId } {
  const [tenantId, principal] = (name ?? "").split(":");
  return { tenantId: TenantId.parse(tenantId), principal: Sender.parse(principal) };
}

/** How often a tenant's facts were changed. */
export function freshnessObject(env: Pick<Env, "FRESHNESS">, tenantId: TenantId) {
  return within(env.FRESHNESS, tenantId).getByName(tenantId);
}

/** What is known of a service of somebody else's. */
export function breakerObject(env: Pick<Env, "BREAKER">, upstream: Upstream) {
  return env.BREAKER.getByName(upstream);
}

/** A tenant's audit chain. */
export function auditObject(env: Pick<Env, "AUDIT">, tenantId: TenantId) {
  return within(env.AUDIT, tenantId).getByName(tenantId);
}

/** The messages that nobody was sent. */
export function sandboxOutbox(env: Pick<Env, "SANDBOX">) {
  return env.SANDBOX.getByName("outbox");
}

function partName(tenantId: TenantId, regionId: RegionId, role: keyof typeof PART_MARKS, number: number): string {
  return `${tenantId}:${regionId}#${PART_MARKS[role]}${number}`;
}

/**
 * Under a jurisdiction the same name is another object: all that is a tenant's has to come through here. What is not,
 * codes and limits, is named by keyed hashes and forgets within a day.
 */
function within<Class extends Rpc.DurableObjectBranded>(
  namespace: DurableObjectNamespace<Class>,
  tenantId: TenantId,
): DurableObjectNamespace<Class> {
  const jurisdiction = jurisdictionOf(tenantId);
  return jurisdiction === null ? namespace : namespace.jurisdiction(jurisdiction);
}

function bornIn(born: LocationHint | null | undefined): DurableObjectNamespaceGetDurableObjectOptions | undefined {
  return born ? { locationHint: born } : undefined;
}
