import type { TenantQueries } from "../db/client.ts";
import { findLoads, type Load } from "../db/shipments.ts";
import type { StopRow, StoredTrip } from "../db/trips.ts";
import type { Failure } from "../domain/failure.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { newRowId } from "../platform/new-row-id.ts";
import type { NewStop } from "../protocol/api/trips.ts";
import type { RegionId, ShipmentId, StopId } from "../protocol/ids.ts";
import type { TripShipment, TripStop } from "../protocol/live/trip-brief.ts";
import { dbFailure } from "./db-failure.ts";

/** A new stop, whose id may be known before it is made. */
export type WantedStop = NewStop & { readonly newId?: StopId };

/** New stops as rows, with the shipments that they serve. */
export interface PlannedStops {
  readonly stops: readonly StopRow[];
  readonly loads: StoredTrip["loads"];
  readonly shipmentIds: readonly ShipmentId[];
  /** Those of them that no trip has. */
  readonly freeIds: readonly ShipmentId[];
}

/**
 * Looks up what new stops serve. A shipment of another region is not found, as one of another tenant; one that another
 * trip has is a conflict. Asks the database only if there is a shipment to ask about.
 */
export async function planStops(
  tenant: TenantQueries,
  regionId: RegionId,
  wanted: readonly WantedStop[],
): Promise<Result<PlannedStops, Failure>> {
  const asked = [...new Set(wanted.flatMap(({ shipments }) => shipments.map(({ id }) => id)))];
  const found = await findLoads(tenant, asked);
  if (!found.ok) return err(dbFailure(found.error));
  const known = new Map(found.value.filter((load) => load.regionId === regionId).map((load) => [load.id, load]));
  const planned: { stops: StopRow[]; loads: PlannedStops["loads"][number][] } = { stops: [], loads: [] };
  for (const stop of wanted) {
    const row = rowOf(stop);
    planned.stops.push(row);
    for (const { id, action } of stop.shipments) {
      const load = known.get(id);
      if (!load) return err({ tag: "not-found" });
      if (!isFree(load)) return err({ tag: "conflict" });
      const { kind, proofRequired } = load;
      planned.loads.push({ stopId: row.id, shipmentId: id, action, kind, status: "assigned", proofRequired });
    }
  }
  const freeIds = asked.filter((id) => known.get(id)?.tripId === null);
  return ok({ ...planned, shipmentIds: asked, freeIds });
}

/** The same as a trip's object knows them. */
export function liveStops({ stops, loads }: Pick<StoredTrip, "stops" | "loads">): TripStop[] {
  return stops.map(({ id, lat, lng, status, serviceSeconds, windowStartsAt, windowEndsAt }) => ({
    stopId: id,
    lat,
    lng,
    status,
    serviceSeconds,
    windowStartsAt,
    windowEndsAt,
    shipments: loads.filter(({ stopId }) => stopId === id).map(liveLoad),
  }));
}

function liveLoad({ shipmentId, kind, action, status, proofRequired }: StoredTrip["loads"][number]): TripShipment {
  const isAsked = action === "dropoff" && proofRequired.length > 0;
  return { shipmentId, kind, action, status, ...(isAsked && { proofRequired }) };
}

function rowOf({ newId, place, window, serviceSeconds }: WantedStop): StopRow {
  const when = { windowStartsAt: window?.startsAt ?? null, windowEndsAt: window?.endsAt ?? null };
  return { id: newId ?? newRowId.stop(), ...place, ...when, status: "pending", serviceSeconds };
}

/** Whether the hold is free is asked again by the statement that takes it. */
function isFree({ status }: Load): boolean {
  return status === "created" || status === "assigned";
}
