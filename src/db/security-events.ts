import { desc, eq, lt } from "drizzle-orm";
import type { SecurityEventKind } from "../protocol/account.ts";
import type { SecurityEventId } from "../protocol/ids.ts";
import { statements, type TenantQueries } from "./client.ts";
import { ownRows } from "./own-rows.ts";
import { securityEvents } from "./schema/security-events.ts";

export interface SecurityEvent {
  readonly id: SecurityEventId;
  readonly kind: SecurityEventKind;
  readonly actor: string | null;
  /** A network such as 192.0.2.0/24. */
  readonly ipPrefix: string | null;
  readonly requestId: string;
  /** Ids and codes only. */
  readonly detail: Readonly<Record<string, string | number | boolean | null>>;
}

/** A statement rather than a query, so that a change and its event are one transaction. */
export function addSecurityEvent({ tenantId }: TenantQueries, event: SecurityEvent) {
  return statements.insert(securityEvents).values({ ...event, tenantId });
}

/** The same for many at once; at least one. */
export function addSecurityEvents({ tenantId }: TenantQueries, events: readonly SecurityEvent[]) {
  return statements.insert(securityEvents).values(events.map((event) => ({ ...event, tenantId })));
}

/** Newest first. */
export async function listSecurityEvents(
  tenant: TenantQueries,
  filter: {
    readonly after?: SecurityEventId | undefined;
    readonly actor?: string | undefined;
    readonly limit: number;
  },
) {
  return tenant.run(
    "security-events.list",
    statements
      .select()
      .from(securityEvents)
      .where(
        ownRows(
          securityEvents,
          tenant,
          filter.after && lt(securityEvents.id, filter.after),
          filter.actor === undefined ? undefined : eq(securityEvents.actor, filter.actor),
        ),
      )
      .orderBy(desc(securityEvents.id))
      .limit(filter.limit),
    { read: "replica" },
  );
}
