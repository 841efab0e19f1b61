import type { DriverId, RegionId, TenantId, TripId, UserId } from "../protocol/ids.ts";
import { toBase64url } from "./base64url.ts";
import type { LoginChannel } from "./login-name.ts";

/** The only place that names an object: names come from verified rows and tokens, never from a caller's words. */

/** One fixed name per class serves health checks: it holds no trip and no region. */
const PROBE = "health-probe";

/** Wakes one object of each class and has it read its disk. */
export async function probeObjects(env: Pick<Env, "TRIP" | "REGION">): Promise<void> {
  await Promise.all([env.TRIP.getByName(PROBE).probe(), env.REGION.getByName(PROBE).probe()]);
}

/** A trip's object. */
export function tripObject(env: Pick<Env, "TRIP">, tenantId: TenantId, tripId: TripId) {
  return env.TRIP.getByName(`${tenantId}:${tripId}`);
}

/** A region's object. */
export function regionObject(env: Pick<Env, "REGION">, tenantId: TenantId, regionId: RegionId) {
  return env.REGION.getByName(`${tenantId}:${regionId}`);
}

/** A person's own object. */
export function accountObject(env: Pick<Env, "ACCOUNT">, tenantId: TenantId, personId: UserId | DriverId) {
  return env.ACCOUNT.getByName(`${tenantId}:${personId}`);
}

/** The codes of one address: its keyed hash names the object, so that no name holds an address. */
export function codeObject(env: Pick<Env, "CODE">, channel: LoginChannel, loginIndex: Uint8Array) {
  return env.CODE.getByName(`code:${channel}:${toBase64url(loginIndex)}`);
}

/** One limit of one caller. */
export function limitObject(env: Pick<Env, "LIMIT">, limit: string, principal: string) {
  return env.LIMIT.getByName(`limit:${limit}:${principal}`);
}

/** A tenant's audit chain. */
export function auditObject(env: Pick<Env, "AUDIT">, tenantId: TenantId) {
  return env.AUDIT.getByName(tenantId);
}

/** The messages that nobody was sent. */
export function sandboxOutbox(env: Pick<Env, "SANDBOX">) {
  return env.SANDBOX.getByName("outbox");
}
