import type { Db } from "../db/client.ts";
import type { DbError } from "../db/db-error.ts";
import { addSecurityEvent, type SecurityEvent } from "../db/security-events.ts";
import type { Result } from "../domain/result.ts";
import { newRowId } from "../platform/new-row-id.ts";
import type { SecurityEventKind } from "../protocol/account.ts";
import type { TenantId } from "../protocol/ids.ts";

export interface SecurityLogDeps {
  readonly db: Db;
  readonly requestId: string;
  /** The beginning of the caller's address, as platform/ip-prefix.ts cuts it; absent for jobs. */
  readonly ipPrefix?: string | undefined;
}

export interface SecurityNote {
  readonly kind: SecurityEventKind;
  /** Whose doing it is; absent where nobody was recognised, or for a job. */
  readonly actor?: string | undefined;
  readonly detail?: SecurityEvent["detail"];
}

export function securityEvent(
  { requestId, ipPrefix }: Omit<SecurityLogDeps, "db">,
  { kind, actor, detail }: SecurityNote,
): SecurityEvent {
  const id = newRowId.securityEvent();
  return { id, kind, actor: actor ?? null, ipPrefix: networkOf(ipPrefix), requestId, detail: detail ?? {} };
}

/** As Postgres writes networks; null for what is none, because an odd address must not stop what it is noted about. */
function networkOf(prefix: string | undefined): string | null {
  if (prefix === undefined) return null;
  if (/^\d{1,3}(?:\.\d{1,3}){2}$/.test(prefix)) return `${prefix}.0/24`;
  return /^[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){3}$/.test(prefix) ? `${prefix}::/64` : null;
}

/** For what happens outside a change of a table, such as a refused sign-in. */
export async function recordSecurityEvent(
  deps: SecurityLogDeps,
  tenantId: TenantId,
  note: SecurityNote,
): Promise<Result<unknown, DbError>> {
  const tenant = deps.db.forTenant({ tenantId, actor: note.actor ?? "system", requestId: deps.requestId });
  return tenant.run("security-events.add", addSecurityEvent(tenant, securityEvent(deps, note)));
}
