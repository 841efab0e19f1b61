import {
  type AssignmentMark,
  type AssignmentRow,
  listAssignments as readAssignments,
  listLoads,
} from "../db/assignments.ts";
import { findDriver } from "../db/drivers.ts";
import type { Failure } from "../domain/failure.ts";
import { grantFor, mayDriver, regionsOf } from "../domain/permissions.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { Assignment } from "../protocol/api/duty.ts";
import { type DriverId, StopId, type TenantId, TripId } from "../protocol/ids.ts";
import type { OpenOffer } from "../protocol/offer.ts";
import { dbFailure } from "./db-failure.ts";
import { cutPage, pageLimit } from "./page.ts";
import { deskOf } from "./people-desk.ts";
import type { TripDeps } from "./trip-access.ts";

interface Query {
  readonly state?: "open" | "over" | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

/** A driver's own work, or that of a driver at home in a dispatcher's regions. */
export async function listAssignments(
  deps: TripDeps,
  driverId: DriverId,
  { state, cursor, limit }: Query,
): Promise<Result<{ items: Assignment[]; next?: string; offers: OpenOffer[] }, Failure>> {
  const opened = await deskOf(deps);
  if (!opened.ok) return opened;
  const { desk, caller } = opened.value;
  const driver = await findDriver(desk.tenant, driverId);
  if (!driver.ok) return err(dbFailure(driver.error));
  if (!driver.value || !mayDriver(caller, "read", { ...driver.value, driverId })) return err({ tag: "not-found" });
  const { wanted, read } = pageLimit(limit);
  const found = await readAssignments(desk.tenant, {
    driverId,
    isOver: state && state === "over",
    after: cursor === undefined ? undefined : readMark(cursor),
    regionIds: caller.kind === "user" && grantFor(caller, "trip", "list") === "own" ? regionsOf(caller) : undefined,
    limit: read,
  });
  if (!found.ok) return err(dbFailure(found.error));
  const { rows, ...next } = cutPage(found.value, wanted, writeMark);
  const loads = await listLoads(
    desk.tenant,
    rows.map(({ stopId }) => stopId),
  );
  if (!loads.ok) return err(dbFailure(loads.error));
  const items = rows.map(({ isOver, lat, lng, ...row }) => ({
    ...row,
    isOpen: !isOver,
    place: { lat, lng },
    shipments: loads.value.flatMap(({ stopId, ...load }) => (stopId === row.stopId ? [load] : [])),
  }));
  return ok({ items, ...next, offers: await openOffers(deps, desk.tenant.tenantId, driverId) });
}

/** They are asked of the trip that the driver is on. */
async function openOffers({ account, trip }: TripDeps, tenantId: TenantId, driverId: DriverId): Promise<OpenOffer[]> {
  const tripId = await account(tenantId, driverId).duty();
  return tripId === null ? [] : trip(tenantId, tripId).openOffers();
}

function writeMark({ isOver, position, tripId, stopId }: AssignmentRow): string {
  return `${isOver ? 1 : 0}.${position}.${tripId}.${stopId}`;
}

/** Of the cursor's own shape, which the edge has checked. */
function readMark(cursor: string): AssignmentMark {
  const [isOver, position, tripId, stopId] = cursor.split(".");
  return {
    isOver: isOver === "1",
    position: Number(position),
    tripId: TripId.parse(tripId),
    stopId: StopId.parse(stopId),
  };
}
