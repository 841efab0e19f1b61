import type { Failure } from "../domain/failure.ts";
import { ok, type Result } from "../domain/result.ts";
import { type AuditDeps, sealAuditEntries } from "./audit-chain.ts";
import type { Deps } from "./deps.ts";
import { forEachTenant } from "./each-tenant.ts";

/** A broken chain is a security event of its tenant and keeps nobody else waiting. */
export async function sealAllAudits(deps: Deps & AuditDeps): Promise<Result<void, Failure>> {
  return forEachTenant(deps, async (tenantId) => {
    const sealed = await sealAuditEntries(deps, tenantId);
    if (sealed.ok) deps.log({ event: "audit.sealed", tenantId, entries: sealed.value });
    else deps.log({ event: "audit.failed", tenantId, reason: sealed.error.tag });
    return ok(undefined);
  });
}
