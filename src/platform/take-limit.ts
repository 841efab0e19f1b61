import { LIMITS } from "../domain/limits.ts";
import type { LimitName } from "../protocol/limits.ts";
import { limitObject } from "./object-stubs.ts";

export type LimitVerdict = { ok: true } | { ok: false; retryAfterSeconds: number };
type LimitEnv = Pick<Env, "STANDARD_LIMIT" | "CRITICAL_LIMIT" | "LOW_LIMIT" | "LIMIT">;

/** Cheap gates where a few too many do no harm; exact buckets for everything else, where each one counts. */
export async function takeLimit(env: LimitEnv, limit: LimitName, principal: string): Promise<LimitVerdict> {
  const gate = gatesOf(env)[limit];
  if (!gate) return limitObject(env, limit, principal).take(LIMITS[limit]);
  const { success } = await gate.limit({ key: principal });
  return success ? { ok: true } : { ok: false, retryAfterSeconds: LIMITS[limit].perSeconds };
}

/** For a limit with an exact bucket: what was taken was not needed after all. */
export async function giveBackLimit(env: Pick<Env, "LIMIT">, limit: "link-miss", principal: string): Promise<void> {
  await limitObject(env, limit, principal).giveBack();
}

function gatesOf(env: LimitEnv): Partial<Record<LimitName, RateLimit>> {
  return { standard: env.STANDARD_LIMIT, critical: env.CRITICAL_LIMIT, low: env.LOW_LIMIT };
}
