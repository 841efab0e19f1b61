import { desc, eq, getTableColumns, isNull, lt, or, sql } from "drizzle-orm";
import { err, ok, type Result } from "../domain/result.ts";
import type { LinkId, ShipmentId } from "../protocol/ids.ts";
import { type Db, statements, type TenantQueries } from "./client.ts";
import type { DbError } from "./db-error.ts";
import { disappointment, expectThat } from "./expectations.ts";
import { ownRows } from "./own-rows.ts";
import { shipments } from "./schema/shipments.ts";
import { trackingLinks } from "./schema/tracking-links.ts";

const { tokenHash: _, ...columns } = getTableColumns(trackingLinks);
export type TrackingLinkRow = Omit<typeof trackingLinks.$inferSelect, "tokenHash">;

type NewLink = Omit<typeof trackingLinks.$inferInsert, "tenantId">;

/** Writes a link; `alone` revokes the shipment's other ones with it. */
export async function addTrackingLink(
  tenant: TenantQueries,
  row: NewLink,
  { alone }: { readonly alone: boolean },
): Promise<Result<TrackingLinkRow | undefined, DbError>> {
  const { tenantId } = tenant;
  const add = statements
    .insert(trackingLinks)
    .values({ ...row, tenantId })
    .returning(columns);
  if (!alone) {
    const added = await tenant.run("links.add", add);
    return added.ok ? ok(added.value[0]) : added;
  }
  const others = ownRows(trackingLinks, tenant, eq(trackingLinks.shipmentId, row.shipmentId), OPEN);
  const revoke = statements
    .update(trackingLinks)
    .set({ revokedAt: sql`now()` })
    .where(others);
  const outcome = await tenant.batch("links.reissue", [revoke, add]);
  return outcome.ok ? ok(outcome.value[1][0]) : outcome;
}

/** Not revoked. Whether its time is over is another question, asked with the caller's clock. */
const OPEN = isNull(trackingLinks.revokedAt);

/** A shipment's links, newest first. */
export async function listTrackingLinks(
  tenant: TenantQueries,
  page: { readonly shipmentId: ShipmentId; readonly after?: LinkId | undefined; readonly limit: number },
): Promise<Result<TrackingLinkRow[], DbError>> {
  const wanted = ownRows(
    trackingLinks,
    tenant,
    eq(trackingLinks.shipmentId, page.shipmentId),
    page.after && lt(trackingLinks.id, page.after),
  );
  const query = statements.select(columns).from(trackingLinks).where(wanted).orderBy(desc(trackingLinks.id));
  return tenant.run("links.list", query.limit(page.limit), { read: "primary" });
}

export async function revokeTrackingLink(
  tenant: TenantQueries,
  { linkId, shipmentId }: { readonly linkId: LinkId; readonly shipmentId: ShipmentId },
): Promise<Result<TrackingLinkRow, DbError | { readonly tag: "not-found" }>> {
  const live = ownRows(
    trackingLinks,
    tenant,
    eq(trackingLinks.id, linkId),
    eq(trackingLinks.shipmentId, shipmentId),
    OPEN,
  );
  const itself = statements.select({ id: trackingLinks.id }).from(trackingLinks).where(live);
  const outcome = await tenant.batch("links.revoke", [
    expectThat(sql`exists (${itself})`, "not-found"),
    statements
      .update(trackingLinks)
      .set({ revokedAt: sql`now()` })
      .where(live)
      .returning(columns),
  ]);
  if (!outcome.ok) return disappointment(outcome.error) ? err({ tag: "not-found" }) : outcome;
  const [link] = outcome.value[1];
  return link ? ok(link) : err({ tag: "not-found" });
}

/** Whose link a token is, in every active tenant; whether it still opens anything is the caller's to ask. */
export async function findTrackingLinkByToken(db: Db, tokenHash: Uint8Array) {
  const hash = trackingLinks.tokenHash.mapToDriverValue(tokenHash);
  const query = statements
    .select({
      tenantId: sql`tenant_id`.mapWith(trackingLinks.tenantId),
      linkId: sql`id`.mapWith(trackingLinks.id),
      shipmentId: sql`shipment_id`.mapWith(trackingLinks.shipmentId),
      tripId: sql`trip_id`.mapWith(shipments.tripId),
      expiresAt: sql`expires_at`.mapWith(trackingLinks.expiresAt),
      revokedAt: sql<number | null>`revoked_at`.mapWith(trackingLinks.revokedAt),
      closedAt: sql<number | null>`closed_at`.mapWith(shipments.closedAt),
    })
    .from(sql`ops.find_tracking_link(${hash}::bytea)`);
  const found = await db.system.run("links.find-token", query, { read: "primary" });
  return found.ok ? ok(found.value[0]) : found;
}

/** Counts a visit, unless one was counted after `since`: a page that asks every few seconds is one. */
export async function noteLinkVisit(
  tenant: TenantQueries,
  linkId: LinkId,
  { now, since }: { readonly now: number; readonly since: number },
): Promise<Result<unknown, DbError>> {
  const { views, firstOpenedAt, lastOpenedAt } = trackingLinks;
  const at = trackingLinks.firstOpenedAt.mapToDriverValue(now);
  return tenant.run(
    "links.visit",
    statements
      .update(trackingLinks)
      .set({
        views: sql`${views} + 1`,
        firstOpenedAt: sql`coalesce(${firstOpenedAt}, ${at}::timestamptz)`,
        lastOpenedAt: now,
      })
      .where(
        ownRows(trackingLinks, tenant, eq(trackingLinks.id, linkId), or(isNull(lastOpenedAt), lt(lastOpenedAt, since))),
      ),
  );
}
