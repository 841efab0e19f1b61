import { and, between, eq, gte, inArray, lt, or, type SQL, sql } from "drizzle-orm";
import type { Result } from "../domain/result.ts";
import type { Box, ShipmentSearch } from "../protocol/api/shipment-search.ts";
import { statements, type TenantQueries } from "./client.ts";
import type { DbError } from "./db-error.ts";
import { ownRows } from "./own-rows.ts";
import { cellNumber, cellRow } from "./schema/columns.ts";
import { shipments } from "./schema/shipments.ts";
import { trips } from "./schema/trips.ts";
import { among, pageOfShipments, type ShipmentPage, type ShipmentRow } from "./shipments.ts";

/** A text that fits more is no search. */
const TEXT_MATCHES_MAX = 5_000;
/** 55 km from north to south: a region. Beyond that most of what a tenant has there lies in the box anyway. */
const CELL_ROWS_MAX = 50;
/** 22 km a side: a town. So many are named one by one, which one scan of the index takes; spans are a scan each, and the table besides. */
const CELLS_MAX = 400;

type Wanted = Pick<
  ShipmentSearch,
  "text" | "driverId" | "tripId" | "bbox" | "createdFrom" | "createdTo" | "windowFrom" | "windowTo"
> & { readonly statuses: ShipmentSearch["status"] };

/** Newest first. Row-level security keeps operators that may leak away from indexes: none of these is one. */
export async function searchShipments(
  tenant: TenantQueries,
  page: ShipmentPage,
  wanted: Wanted,
): Promise<Result<ShipmentRow[], DbError>> {
  const { text, statuses, driverId, tripId, bbox } = wanted;
  const fits = and(
    text === undefined ? undefined : among(shipments.id, sql`select ops.find_shipments(${text}, ${TEXT_MATCHES_MAX})`),
    statuses && inArray(shipments.status, statuses),
    driverId && among(shipments.tripId, tripsOf(tenant, driverId)),
    tripId && eq(shipments.tripId, tripId),
    bbox && inside(bbox),
    within(shipments.createdAt, wanted.createdFrom, wanted.createdTo),
    within(shipments.windowStartsAt, wanted.windowFrom, wanted.windowTo),
  );
  return tenant.run("shipments.search", pageOfShipments(tenant, page, fits), { read: "replica" });
}

function tripsOf(tenant: TenantQueries, driverId: NonNullable<Wanted["driverId"]>) {
  return statements
    .select({ id: trips.id })
    .from(trips)
    .where(ownRows(trips, tenant, eq(trips.driverId, driverId)));
}

function inside(box: Box): SQL | undefined {
  const { west, south, east, north } = box;
  return and(inCells(box), between(shipments.lat, south, north), between(shipments.lng, west, east));
}

/** Cells are numbered row by row, and a row goes around the globe: of each only what lies in the box. */
function inCells({ west, south, east, north }: Box): SQL | undefined {
  const [first, last] = [cellRow(south), cellRow(north)];
  const rows = range(first, last);
  if (rows.length > CELL_ROWS_MAX) return between(shipments.cell, cellNumber(first, west), cellNumber(last, east));
  const spans = rows.map((row) => [cellNumber(row, west), cellNumber(row, east)] as const);
  const cells = spans.reduce((sum, [from, to]) => sum + to - from + 1, 0);
  if (cells > CELLS_MAX) return or(...spans.map(([from, to]) => between(shipments.cell, from, to)));
  return inArray(
    shipments.cell,
    spans.flatMap(([from, to]) => range(from, to)),
  );
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

function within(
  moment: typeof shipments.createdAt | typeof shipments.windowStartsAt,
  from: number | undefined,
  to: number | undefined,
): SQL | undefined {
  return and(from === undefined ? undefined : gte(moment, from), to === undefined ? undefined : lt(moment, to));
}
