import { type HistoryMark, readShipmentPast, type ShipmentPast } from "../db/shipment-history.ts";
import type { Failure } from "../domain/failure.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { readReason } from "../domain/told-reason.ts";
import type { ShipmentEvent } from "../protocol/api/shipment-changes.ts";
import { EventId, type ShipmentId } from "../protocol/ids.ts";
import { TripEventBody } from "../protocol/live/trip-event.ts";
import { dbFailure } from "./db-failure.ts";
import { cutPage, pageLimit } from "./page.ts";
import type { PeopleDeps } from "./people-desk.ts";
import { newsOf, type NewsDeps } from "./shipment-news.ts";
import { visibleShipment } from "./shipments.ts";

/** Whom a trip's object names where it concludes something by itself. */
const AUTOMATIC = "system";

type Line = ShipmentPast["onTrips"][number];

/**
 * What its trips wrote down and what happened between them, as one list, newest first. The trip that carries it is asked
 * before Postgres: a line that leaves the one meanwhile has reached the other.
 */
export async function listShipmentHistory(
  deps: PeopleDeps & NewsDeps,
  shipmentId: ShipmentId,
  query: { readonly after?: string | undefined; readonly limit?: number | undefined },
): Promise<Result<{ items: ShipmentEvent[]; next?: string }, Failure>> {
  const found = await visibleShipment(deps, shipmentId);
  if (!found.ok) return found;
  const { wanted, read } = pageLimit(query.limit);
  const after = query.after === undefined ? undefined : readMark(query.after);
  const { desk, row } = found.value;
  const news = await newsOf(deps, desk.tenant.tenantId, row);
  const past = await readShipmentPast(desk.tenant, { shipmentId, after, limit: read });
  if (!past.ok) return err(dbFailure(past.error));
  const fresh = news ? news.lines.map(({ seq: _seq, ...line }): Line => ({ ...line, tripId: news.tripId })) : [];
  const onTrips = unite(
    past.value.onTrips,
    fresh.filter((line) => isOlder(line, after)),
  );
  const { rows, ...next } = cutPage(linesOf({ ...past.value, onTrips }), wanted, markOf);
  return ok({ items: [...rows], ...next });
}

/** Both logs as one, newest first. */
export function linesOf({ onTrips, between }: ShipmentPast): ShipmentEvent[] {
  return [...onTrips.map(onTrip), ...between.map(betweenTrips)].toSorted(newestFirst);
}

/** The same line may come from both. */
function unite(stored: readonly Line[], fresh: readonly Line[]): Line[] {
  return [...new Map([...stored, ...fresh].map((line) => [line.id, line])).values()];
}

function isOlder({ happenedAt, id }: Line, mark: HistoryMark | undefined): boolean {
  return !mark || happenedAt < mark.happenedAt || (happenedAt === mark.happenedAt && id < mark.id);
}

function onTrip({ body, ...line }: ShipmentPast["onTrips"][number]): ShipmentEvent {
  const told = TripEventBody.parse(body);
  const { status, reason } = told.kind === "shipment" ? told : { status: null, reason: null };
  return { ...line, kind: "status", status, ...readReason(reason), fields: [], source: sourceOf(line.actor) };
}

function betweenTrips({ fields, ...line }: ShipmentPast["between"][number]): ShipmentEvent {
  return { ...line, ...readReason(line.reason), fields: [...fields], source: sourceOf(line.actor) };
}

function sourceOf(actor: string): ShipmentEvent["source"] {
  return actor === AUTOMATIC ? "automatic" : "manual";
}

/** By time, and by id within one moment: the order of both logs' indexes. */
function newestFirst(a: ShipmentEvent, b: ShipmentEvent): number {
  return b.happenedAt - a.happenedAt || (a.id < b.id ? 1 : -1);
}

function markOf({ happenedAt, id }: ShipmentEvent): string {
  return `${happenedAt}_${id}`;
}

/** Its shape was checked at the door. */
function readMark(mark: string): HistoryMark {
  const cut = mark.indexOf("_");
  return { happenedAt: Number(mark.slice(0, cut)), id: EventId.parse(mark.slice(cut + 1)) };
}
