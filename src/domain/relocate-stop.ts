import type { ShipmentId, StopId } from "../protocol/ids.ts";
import { STOPS_MAX, type TripStop } from "../protocol/live/trip-brief.ts";
import type { StopAction } from "../protocol/trip.ts";
import type { LatLng } from "./geo.ts";
import { err, ok, type Result } from "./result.ts";

/** What was agreed anew with the recipient of one shipment; what is absent stays as the trip has it. */
export interface Relocation {
  readonly shipmentId: ShipmentId;
  readonly action: StopAction;
  readonly place?: LatLng | undefined;
  readonly window?: { readonly startsAt: number | null; readonly endsAt: number | null } | null | undefined;
}

export interface RelocationRefused {
  readonly tag: "at-the-door" | "too-many-stops";
}

/**
 * The stops with the shipment's own elsewhere, or at another time: the others at its old door stay where they are, and it
 * gets a stop of its own behind theirs. The same list where nothing of it is to come. Refused to whoever stands at the door.
 */
export function relocateStop(
  stops: readonly TripStop[],
  move: Relocation,
  newStopId: StopId,
): Result<readonly TripStop[], RelocationRefused> {
  const { shipmentId, action } = move;
  const isIt = (one: TripStop["shipments"][number]) => one.shipmentId === shipmentId && one.action === action;
  const index = stops.findIndex(({ shipments }) => shipments.some(isIt));
  const stop = stops[index];
  if (!stop || stop.status === "done") return ok(stops);
  const moved = movedTo(stop, move);
  if (isSameVisit(stop, moved)) return ok(stops);
  if (stop.status === "arrived") return err({ tag: "at-the-door" });
  const others = stop.shipments.filter((one) => !isIt(one));
  if (others.length === 0) return ok(stops.with(index, moved));
  if (stops.length >= STOPS_MAX) return err({ tag: "too-many-stops" });
  const own = { ...moved, stopId: newStopId, status: "pending" as const, shipments: stop.shipments.filter(isIt) };
  return ok(stops.toSpliced(index, 1, { ...stop, shipments: others }, own));
}

function movedTo(stop: TripStop, { place, window }: Relocation): TripStop {
  const when =
    window === undefined ? {} : { windowStartsAt: window?.startsAt ?? null, windowEndsAt: window?.endsAt ?? null };
  return { ...stop, ...place, ...when };
}

function isSameVisit(a: TripStop, b: TripStop): boolean {
  const sameTime = a.windowStartsAt === b.windowStartsAt && a.windowEndsAt === b.windowEndsAt;
  return sameTime && a.lat === b.lat && a.lng === b.lng;
}
