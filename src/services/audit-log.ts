import { listAuditEntries } from "../db/audit.ts";
import type { Db } from "../db/client.ts";
import { listSecurityEvents } from "../db/security-events.ts";
import { actorOf, type Caller } from "../domain/caller.ts";
import type { Failure } from "../domain/failure.ts";
import { mayAuditLog } from "../domain/permissions.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { AuditEntry, SecurityEvent } from "../protocol/api/audit.ts";
import type { SecurityEventId } from "../protocol/ids.ts";
import { dbFailure } from "./db-failure.ts";
import { cutPage, pageLimit } from "./page.ts";

interface LogDeps {
  readonly db: Db;
  readonly caller: Caller;
  readonly requestId: string;
}

interface Query {
  readonly actor?: string | undefined;
  readonly limit?: number | undefined;
}

interface Page<Item> {
  items: Item[];
  next?: string;
}

/** Who changed what in the tenant's tables, newest first. */
export async function listAuditLog(
  deps: LogDeps,
  query: Query & { readonly after?: number | undefined; readonly rowId?: string | undefined },
): Promise<Result<Page<AuditEntry>, Failure>> {
  const tenant = readerOf(deps);
  if (!tenant.ok) return tenant;
  const { wanted, read } = pageLimit(query.limit);
  const { actor, rowId, after: before } = query;
  const found = await listAuditEntries(tenant.value, { actor, rowId, before, limit: read });
  if (!found.ok) return err(dbFailure(found.error));
  const { rows, ...next } = cutPage(found.value, wanted, (row) => String(row.position));
  const items = rows.map(({ tenantId: _, before: was, after, ...rest }) => ({
    ...rest,
    before: json(was),
    after: json(after),
  }));
  return ok({ items, ...next });
}

/** Sign-ins and changes of access, newest first. */
export async function listSecurityLog(
  deps: LogDeps,
  query: Query & { readonly after?: SecurityEventId | undefined },
): Promise<Result<Page<SecurityEvent>, Failure>> {
  const tenant = readerOf(deps);
  if (!tenant.ok) return tenant;
  const { wanted, read } = pageLimit(query.limit);
  const found = await listSecurityEvents(tenant.value, {
    after: query.after,
    ...(query.actor && { actor: query.actor }),
    limit: read,
  });
  if (!found.ok) return err(dbFailure(found.error));
  const { rows, ...next } = cutPage(found.value, wanted, (row) => row.id);
  return ok({ items: rows.map(({ tenantId: _, detail, ...rest }) => ({ ...rest, detail: json(detail) })), ...next });
}

function readerOf({ db, caller, requestId }: LogDeps) {
  if (caller.kind === "nobody") return err({ tag: "unauthenticated" as const });
  const { tenantId } = caller;
  if (!mayAuditLog(caller, "list", { tenantId })) return err({ tag: "forbidden" as const });
  return ok(db.forTenant({ tenantId, actor: actorOf(caller), requestId }));
}

/** Postgres gave JSON; the driver only forgot to say so. */
function json(value: unknown): AuditEntry["before"] {
  return JSON.parse(JSON.stringify(value ?? null));
}
