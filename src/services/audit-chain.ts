import { listUnsealed, sealEntries } from "../db/audit.ts";
import type { Db } from "../db/client.ts";
import type { DbError } from "../db/db-error.ts";
import type { AuditFacts, ChainLink } from "../domain/audit-chain.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { AuditId, TenantId } from "../protocol/ids.ts";
import { recordSecurityEvent } from "./security-log.ts";

/** About 1 KB an entry: a batch stays far below what one call or one statement may carry. */
const BATCH = 200;
/** With that, 10,000 entries in one run; a tenant that made more is continued by the next. */
const MAX_BATCHES = 50;

/** The tenant's writer of the chain. */
export interface AuditChain {
  seal(entries: AuditFacts[]): Promise<ChainLink[]>;
  confirm(number: number): Promise<void>;
}

export interface AuditDeps {
  readonly db: Db;
  readonly requestId: string;
  readonly auditChain: (tenantId: TenantId) => AuditChain;
}

/** An entry was given its link and is gone, or carries another's seal: somebody else wrote to the log. */
interface AuditBroken {
  readonly tag: "audit-broken";
  readonly id: AuditId;
  readonly number: number;
}

/** Seals what waits, and tells how many. It may stop anywhere: the writer remembers which links Postgres has not got. */
export async function sealAuditEntries(
  deps: AuditDeps,
  tenantId: TenantId,
): Promise<Result<number, DbError | AuditBroken>> {
  const tenant = deps.db.forTenant({ tenantId, actor: "audit", requestId: deps.requestId });
  const chain = deps.auditChain(tenantId);
  let sealed = 0;
  for (let batch = 0; batch < MAX_BATCHES; batch++) {
    const waiting = await listUnsealed(tenant, BATCH);
    if (!waiting.ok) return waiting;
    const links = await chain.seal(waiting.value);
    const last = links.at(-1);
    if (!last) break;
    const written = await sealEntries(tenant, links);
    if (!written.ok) return written;
    await chain.confirm(last.number);
    sealed += written.value.length;
    const lost = links.find(({ id }) => !written.value.includes(id));
    if (lost) {
      const { id, number } = lost;
      const noted = await recordSecurityEvent(deps, tenantId, { kind: "audit-broken", detail: { id, number } });
      return noted.ok ? err({ tag: "audit-broken", id, number }) : noted;
    }
    if (waiting.value.length < BATCH) break;
  }
  return ok(sealed);
}
