import type { TripStop } from "../protocol/live/trip-brief.ts";
import { isStopOver } from "./stop-state.ts";

/** What a plan names: a stop that is there, or a new one. Places are counted from 0 among the stops that are not over. */
type Named = { readonly id: TripStop["stopId"] };

export function openStops(stops: readonly TripStop[]): Named[] {
  return stops.filter(({ status }) => !isStopOver(status)).map(({ stopId }) => ({ id: stopId }));
}

/** A place behind the last one is the end. */
export function insertAt<Item>(list: readonly Item[], item: Item, position = list.length): Item[] {
  return list.toSpliced(Math.min(position, list.length), 0, item);
}

export function moveTo(list: readonly Named[], id: Named["id"], position: number): Named[] {
  return insertAt(without(list, id), { id }, position);
}

export function without(list: readonly Named[], id: Named["id"]): Named[] {
  return list.filter((stop) => stop.id !== id);
}

/** Whether nothing was added, taken away or put elsewhere between two looks. What happened at the stops is no matter. */
export function isSamePlan(a: readonly TripStop[], b: readonly TripStop[]): boolean {
  return a.length === b.length && a.every((stop, index) => planKey(stop) === planKey(b[index]));
}

function planKey(stop: TripStop | undefined): string {
  return stop ? [stop.stopId, ...stop.shipments.map(({ shipmentId }) => shipmentId).toSorted()].join(" ") : "";
}
