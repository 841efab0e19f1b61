import { and, eq, inArray, sql } from "drizzle-orm";
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
