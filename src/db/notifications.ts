import { and, eq, inArray, isNull, lte, or, sql } from "drizzle-orm";
import { ok, type Result } from "../domain/result.ts";
import type { NotificationId, ShipmentId } from "../protocol/ids.ts";
import { statements, type TenantQueries } from "./client.ts";
import type { DbError } from "./db-error.ts";
import { ownRows } from "./own-rows.ts";
import { notifications } from "./schema/messaging.ts";

type NewNotification = Omit<typeof notifications.$inferInsert, "tenantId" | "createdAt" | "updatedAt">;
export type OpenNotification = Pick<
  typeof notifications.$inferSelect,
  "id" | "shipmentId" | "channel" | "recipientSealed" | "dedupeKey"
>;

/** The longest that a holder is about it: 5 s for the query that claims it and 5 s for the provider, twice. */
const CLAIM_SECONDS = 20;

/** `over`: it went out, or never will. */
type Claim = { readonly tag: "mine"; readonly until: number } | { readonly tag: "held" | "over" };

/** Writes one for each occasion; of those that are there already, answers the ones that have not gone out. */
export async function addNotifications(
  tenant: TenantQueries,
  [first, ...rest]: readonly NewNotification[],
): Promise<Result<OpenNotification[], DbError>> {
  if (!first) return ok([]);
  const { tenantId } = tenant;
  const rows = [first, ...rest].map((row) => ({ ...row, tenantId }));
  const { id, shipmentId, channel, recipientSealed, dedupeKey, status } = notifications;
  const keys = rows.map((row) => row.dedupeKey);
  const done = await tenant.batch("notifications.add", [
    statements.insert(notifications).values(rows).onConflictDoNothing(),
    statements
      .select({ id, shipmentId, channel, recipientSealed, dedupeKey })
      .from(notifications)
      .where(ownRows(notifications, tenant, and(inArray(dedupeKey, keys), eq(status, "queued")))),
  ]);
  return done.ok ? ok(done.value[1]) : done;
}

/** Of several consumers one gets it. Who dies with it gives it back by the time alone. */
export async function claimNotification(tenant: TenantQueries, id: NotificationId): Promise<Result<Claim, DbError>> {
  const { status, claimedUntil } = notifications;
  const itself = ownRows(notifications, tenant, eq(notifications.id, id), eq(status, "queued"));
  const claimed = await tenant.batch("notifications.claim", [
    statements
      .update(notifications)
      .set({ claimedUntil: sql`now() + make_interval(secs => ${CLAIM_SECONDS})` })
      .where(and(itself, or(isNull(claimedUntil), lte(claimedUntil, sql`now()`))))
      .returning({ claimedUntil }),
    statements.select({ status }).from(notifications).where(itself),
  ]);
  if (!claimed.ok) return claimed;
  const [[mine], [open]] = claimed.value;
  if (mine && mine.claimedUntil !== null) return ok({ tag: "mine", until: mine.claimedUntil });
  return ok({ tag: open ? "held" : "over" });
}

/** Lets the next one have it at once. A claim that ran out and is another's by now stays that other's. */
export async function releaseNotification(
  tenant: TenantQueries,
  id: NotificationId,
  until: number,
): Promise<Result<unknown, DbError>> {
  const { claimedUntil } = notifications;
  return tenant.run(
    "notifications.release",
    statements
      .update(notifications)
      .set({ claimedUntil: null })
      .where(ownRows(notifications, tenant, eq(notifications.id, id), eq(claimedUntil, until))),
  );
}

export async function closeNotification(
  tenant: TenantQueries,
  notificationId: NotificationId,
  outcome: { readonly status: "sent" | "failed"; readonly at: number; readonly errorCode: string | null },
): Promise<Result<unknown, DbError>> {
  const { status, at, errorCode } = outcome;
  return tenant.run(
    "notifications.close",
    statements
      .update(notifications)
      .set({
        status,
        errorCode,
        sentAt: status === "sent" ? at : null,
        attempts: sql`${notifications.attempts} + 1`,
      })
      .where(ownRows(notifications, tenant, eq(notifications.id, notificationId))),
  );
}

export function occasionKey(occasion: string, shipmentId: ShipmentId): string {
  return `${occasion}:${shipmentId}`;
}
