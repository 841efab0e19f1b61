import type { PersonId } from "../domain/caller.ts";
import { logError } from "../platform/log.ts";
import type { SecurityEventKind } from "../protocol/account.ts";
import type { TenantId } from "../protocol/ids.ts";
import type { IdentityDeps } from "./identity-deps.ts";
import { recordSecurityEvent } from "./security-log.ts";

/** Remembers what happened around a person's access, without keeping the person waiting for it. */
export function noteSecurity(
  deps: IdentityDeps,
  { tenantId, personId }: { readonly tenantId: TenantId; readonly personId: PersonId },
  kind: SecurityEventKind,
  detail: Record<string, string> = {},
): void {
  const write = async () => {
    const written = await recordSecurityEvent(deps, tenantId, { kind, actor: personId, detail });
    if (!written.ok) throw new Error(`security event ${kind}: ${written.error.tag}`);
  };
  deps.later(write().catch((error: unknown) => logError(deps.log, "noting a security event", error)));
}
