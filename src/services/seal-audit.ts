import { listTenantIds } from "../db/tenants.ts";
import { ok, type Result } from "../domain/result.ts";
import { type AuditDeps, sealAuditEntries } from "./audit-chain.ts";
import type { Deps } from "./deps.ts";

/** Every active tenant in turn. A broken chain is a security event of its tenant and keeps nobody else waiting. */
export async function sealAllAudits(deps: Deps & AuditDeps): Promise<Result<void, { tag: string }>> {
  const tenants = await listTenantIds(deps.db);
  if (!tenants.ok) return tenants;
  for (const tenantId of tenants.value) {
    const sealed = await sealAuditEntries(deps, tenantId);
    if (sealed.ok) deps.log({ event: "audit.sealed", tenantId, entries: sealed.value });
    else deps.log({ event: "audit.failed", tenantId, reason: sealed.error.tag });
  }
  return ok(undefined);
}
