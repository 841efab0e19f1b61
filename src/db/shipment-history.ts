import { and, desc, eq, getTableColumns, lt, or, type SQL } from "drizzle-orm";
import { ok, type Result } from "../domain/result.ts";
import type { EventId, ShipmentId } from "../protocol/ids.ts";
import { statements, type TenantQueries } from "./client.ts";
import type { DbError } from "./db-error.ts";
import { ownRows } from "./own-rows.ts";
import { events } from "./schema/events.ts";
import { shipmentEvents } from "./schema/shipment-events.ts";

/** Behind which line of a history a page begins. */
export interface HistoryMark {
  readonly happenedAt: number;
  readonly id: EventId;
}

const { id, tripId, actor, happenedAt, recordedAt, body } = events;
const onTripsColumns = { id, tripId, actor, happenedAt, recordedAt, body };
const { tenantId: _tenant, shipmentId: _shipment, ...betweenColumns } = getTableColumns(shipmentEvents);

export interface ShipmentPast {
  /** What its trips wrote down. */
  readonly onTrips: readonly Pick<typeof events.$inferSelect, keyof typeof onTripsColumns>[];
  readonly between: readonly Pick<typeof shipmentEvents.$inferSelect, keyof typeof betweenColumns>[];
}

/** The newest lines of both logs, each newest first: together they hold the newest `limit` lines. */
export async function readShipmentPast(
  tenant: TenantQueries,
  page: { readonly shipmentId: ShipmentId; readonly after: HistoryMark | undefined; readonly limit: number },
): Promise<Result<ShipmentPast, DbError>> {
  const { shipmentId, after, limit } = page;
  const found = await tenant.batch(
    "shipments.history",
    [
      statements
        .select(onTripsColumns)
        .from(events)
        .where(ownRows(events, tenant, eq(events.shipmentId, shipmentId), before(events, after)))
        .orderBy(desc(events.happenedAt), desc(events.id))
        .limit(limit),
      statements
        .select(betweenColumns)
        .from(shipmentEvents)
        .where(
          ownRows(shipmentEvents, tenant, eq(shipmentEvents.shipmentId, shipmentId), before(shipmentEvents, after)),
        )
        .orderBy(desc(shipmentEvents.happenedAt), desc(shipmentEvents.id))
        .limit(limit),
    ],
    { read: "primary" },
  );
  if (!found.ok) return found;
  const [onTrips, between] = found.value;
  return ok({ onTrips, between });
}

/** Newest first means older than the last line, or of the same moment and with a smaller id. */
function before(log: typeof events | typeof shipmentEvents, after: HistoryMark | undefined): SQL | undefined {
  if (!after) return undefined;
  return or(lt(log.happenedAt, after.happenedAt), and(eq(log.happenedAt, after.happenedAt), lt(log.id, after.id)));
}
