import { takeUnasked } from "../db/payments.ts";
import type { Failure } from "../domain/failure.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { TenantId } from "../protocol/ids.ts";
import { dbFailure } from "./db-failure.ts";
import { forEachTenant } from "./each-tenant.ts";
import type { SettleDeps } from "./payment-deps.ts";
import { askLater } from "./payment-settling.ts";

/** Longer than the queue's longest pause between two tries. */
const UNASKED_MS = 15 * 60_000;
/** Five minutes later the next round goes on. */
const PER_ROUND = 100;

type SweepDeps = Pick<SettleDeps, "db" | "queues" | "log" | "now" | "requestId">;

/** Looks for what a crash between row and queue left pending, in all tenants, and has the provider asked again. */
export async function sweepPayments(deps: SweepDeps): Promise<Result<void, Failure>> {
  return forEachTenant(deps, async (tenantId) => sweepTenantPayments(deps, tenantId));
}

export async function sweepTenantPayments(deps: SweepDeps, tenantId: TenantId): Promise<Result<void, Failure>> {
  const tenant = deps.db.forTenant({ tenantId, actor: "sweep", requestId: deps.requestId });
  const now = deps.now();
  const taken = await takeUnasked(tenant, { before: now - UNASKED_MS, now, limit: PER_ROUND });
  if (!taken.ok) return err(dbFailure(taken.error));
  for (const paymentId of taken.value) await askLater(deps, tenantId, paymentId);
  if (taken.value.length > 0) deps.log({ event: "payments.swept", tenantId, asked: taken.value.length });
  return ok(undefined);
}
