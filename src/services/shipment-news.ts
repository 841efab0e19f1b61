import type { ShipmentRow } from "../db/shipments.ts";
import { isShipmentOver } from "../domain/shipment-state.ts";
import type { TenantId, TripId } from "../protocol/ids.ts";
import type { TripEvent } from "../protocol/live/trip-event.ts";
import type { ShipmentStatus } from "../protocol/shipment.ts";
import { askTrip } from "./ask-trip.ts";
import type { LiveDeps } from "./live-deps.ts";

export type NewsDeps = Pick<LiveDeps, "trip" | "log">;

/** What the trip that carries a shipment knows of it. Lines are newest first. */
interface ShipmentNews {
  readonly tripId: TripId;
  readonly status: ShipmentStatus | null;
  readonly lines: readonly TripEvent[];
}

/** Null where no open trip carries it, or the trip does not answer: then it is as it was last written down. */
export async function newsOf(
  { trip, log }: NewsDeps,
  tenantId: TenantId,
  { id, tripId, driverId }: Pick<ShipmentRow, "id" | "tripId" | "driverId">,
): Promise<ShipmentNews | null> {
  // Nobody drives it: the trip is over, and its last word was its end.
  if (tripId === null || driverId === null) return null;
  const news = await askTrip(log, "a trip's news of a shipment", async () => trip(tenantId, tripId).shipmentNews(id));
  return news && { tripId, status: news.status, lines: news.lines };
}

/** The row as the ledger will bring it. */
export function withNews(row: ShipmentRow, { status, lines }: ShipmentNews): ShipmentRow {
  const last = lines.find(({ body }) => body.kind === "shipment");
  const told = last?.body.kind === "shipment" ? last.body.status : null;
  // Called off, it has left the trip's plan, and the log alone tells of it. Given away, its row was told by whoever took it.
  const current = status ?? (told === "cancelled" ? told : row.status);
  if (current === row.status) return row;
  return { ...row, status: current, closedAt: isShipmentOver(current) ? (last?.happenedAt ?? null) : null };
}
