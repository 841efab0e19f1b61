import type { TenantQueries } from "../db/client.ts";
import { actorOf, type KnownCaller } from "../domain/caller.ts";
import type { Failure } from "../domain/failure.ts";
import { ok, type Result } from "../domain/result.ts";
import { knownCaller, type PeopleDeps } from "./people-desk.ts";

interface CallerTenant {
  readonly caller: KnownCaller;
  readonly tenant: TenantQueries;
}

/** Who asks, and the queries of their tenant in their name. */
export function callerTenant(deps: Pick<PeopleDeps, "db" | "caller" | "requestId">): Result<CallerTenant, Failure> {
  const known = knownCaller(deps);
  if (!known.ok) return known;
  const { tenantId } = known.value;
  const tenant = deps.db.forTenant({ tenantId, actor: actorOf(known.value), requestId: deps.requestId });
  return ok({ caller: known.value, tenant });
}
