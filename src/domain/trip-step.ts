import type { EventSource, TripEventBody } from "../protocol/live/trip-event.ts";
import type { PlannedRoute } from "../protocol/live/planned-route.ts";
import type { TripBrief, TripShipment, TripStop } from "../protocol/live/trip-brief.ts";
import type { ShipmentId, StopId } from "../protocol/ids.ts";
import type { ShipmentStatus } from "../protocol/shipment.ts";
import { isSamePlan } from "./plan-order.ts";
import { err, ok, type Result } from "./result.ts";
import { nextShipmentStatus, type ShipmentEvent, toldEvent } from "./shipment-state.ts";
import { isStopOver, nextStopStatus, type StopEvent } from "./stop-state.ts";
import { nextTripStatus, type TripEvent } from "./trip-state.ts";

type TripCallOffWhy = NonNullable<Extract<TripEventBody, { kind: "trip" }>["why"]>;

/** What somebody, or the geofence, says about a trip. */
export type TripCommand =
  | { readonly type: "trip"; readonly event: TripEvent; readonly why?: TripCallOffWhy }
  | {
      readonly type: "stop";
      readonly stopId: StopId;
      readonly event: StopEvent;
      readonly source: EventSource;
      readonly reason: string | null;
    }
  | { readonly type: "near"; readonly stopId: StopId }
  | {
      readonly type: "shipment";
      readonly shipmentId: ShipmentId;
      readonly status: ShipmentStatus;
      readonly reason: string | null;
    }
  | { readonly type: "sos"; readonly lat: number | null; readonly lng: number | null; readonly note: string | null }
  /** It is called off, or another trip takes it: only before it is picked up. */
  | { readonly type: "withdraw"; readonly shipmentId: ShipmentId; readonly reason: string | null }
  | { readonly type: "sos-answered" }
  | { readonly type: "sos-closed"; readonly note: string | null }
  /** It waits for a trip again: only before it is picked up. `handOver`: to another driver, on the way there too. */
  | { readonly type: "release"; readonly shipmentId: ShipmentId; readonly handOver: boolean }
  | {
      readonly type: "plan";
      readonly stops: readonly TripStop[];
      readonly route?: PlannedRoute;
      /** The stops that the new plan was made from: refused if they are others by now. */
      readonly basis?: readonly TripStop[];
    };

export type StepRefused = {
  readonly tag:
    | "trip-not-running"
    | "unknown-stop"
    | "unknown-shipment"
    | "not-allowed-now"
    | "stops-open"
    | "plan-changed";
};

/** The trip after it, and a line of the log for each thing that changed; no line, nothing changed. */
export interface TripChange {
  readonly brief: TripBrief;
  readonly bodies: readonly TripEventBody[];
}

type Step = Result<TripChange, StepRefused>;

/** `at` is when it happened, by our clock. */
export function stepTrip(brief: TripBrief, command: TripCommand, at: number): Step {
  switch (command.type) {
    case "trip":
      return stepWhole(brief, command, at);
    case "stop":
      return whileRunning(brief, () => stepStop(brief, command));
    case "near":
      return moveAt(brief, command.stopId, (shipment) => (shipment.action === "dropoff" ? ["approach"] : []));
    case "shipment":
      return whileRunning(brief, () => stepShipment(brief, command));
    // Whatever the trip's state: a call for help is never out of order.
    case "sos": {
      const { lat, lng, note } = command;
      return ok({ brief: { ...brief, sos: true }, bodies: [{ kind: "sos", lat, lng, note }] });
    }
    case "sos-answered":
      return ok({ brief, bodies: brief.sos ? [{ kind: "sos-answered" }] : [] });
    case "sos-closed":
      return closeSos(brief, command.note);
    case "withdraw":
      return withdraw(brief, command.shipmentId, command.reason);
    case "release":
      return release(brief, command);
    case "plan":
      return stepPlan(brief, command);
  }
}

function stepWhole(brief: TripBrief, { event, why }: Extract<TripCommand, { type: "trip" }>, at: number): Step {
  const next = nextTripStatus(brief.status, event);
  if (!next.ok) return err({ tag: "not-allowed-now" });
  if (next.value === brief.status) return ok({ brief, bodies: [] });
  if (next.value === "completed" && brief.stops.some(({ status }) => !isStopOver(status)))
    return err({ tag: "stops-open" });
  const changed: TripChange = {
    brief: { ...brief, status: next.value, ...dutyOf(brief, next.value, at) },
    bodies: [{ kind: "trip", status: next.value, ...(why && { why }) }],
  };
  return ok(event === "start" ? load(changed) : changed);
}

function dutyOf(brief: TripBrief, status: TripBrief["status"], at: number): Partial<TripBrief> {
  if (status === "active") return { startedAt: brief.startedAt ?? at };
  // A clock that nobody knows must not end a trip before it began.
  const isOver = status === "completed" || status === "cancelled";
  return isOver ? { finishedAt: Math.max(at, brief.startedAt ?? at) } : {};
}

const NOT_LOADED: ReadonlySet<ShipmentStatus> = new Set(["created", "assigned"]);

/** What no stop of this trip picks up was loaded at the depot: with the start it is on its way. */
function load(change: TripChange): TripChange {
  const fetched = new Set(
    change.brief.stops.flatMap(({ shipments }) =>
      shipments.filter(({ action }) => action === "pickup").map(({ shipmentId }) => shipmentId),
    ),
  );
  return moveShipments(change, ({ action, shipmentId, status }) =>
    action === "dropoff" && !fetched.has(shipmentId) && NOT_LOADED.has(status) ? ["assign", "pick_up", "depart"] : [],
  );
}

function stepStop(brief: TripBrief, command: Extract<TripCommand, { type: "stop" }>): Step {
  const stop = brief.stops.find(({ stopId }) => stopId === command.stopId);
  if (!stop) return err({ tag: "unknown-stop" });
  const next = nextStopStatus(stop.status, command.event);
  if (!next.ok) return err({ tag: "not-allowed-now" });
  if (next.value === stop.status) return ok({ brief, bodies: [] });
  const { source, reason } = command;
  const status = next.value;
  const stops = brief.stops.map((other) => {
    if (other === stop) return { ...stop, status };
    // There is one stop at a time that the driver heads for.
    return status === "en_route" && other.status === "en_route" ? { ...other, status: "pending" as const } : other;
  });
  const change: TripChange = {
    brief: { ...brief, stops },
    bodies: [{ kind: "stop", stopId: stop.stopId, status, source, reason }],
  };
  // Why nobody could take it at the door is why each parcel for that door failed.
  const why = status === "failed" ? reason : null;
  return ok(moveShipments(change, (shipment, at) => (at === stop.stopId ? eventsAt(status, shipment) : []), why));
}

/** What a stop's new status means for a parcel that is dealt with there. */
function eventsAt(status: TripStop["status"], { action }: TripShipment): ShipmentEvent[] {
  if (status === "done") return action === "pickup" ? ["pick_up", "depart"] : ["deliver"];
  if (action === "pickup") return [];
  if (status === "arrived") return ["arrive"];
  if (status === "failed") return ["fail"];
  return status === "pending" ? ["depart"] : [];
}

function stepShipment(
  brief: TripBrief,
  { shipmentId, status, reason }: Extract<TripCommand, { type: "shipment" }>,
): Step {
  const known = brief.stops.flatMap(({ shipments }) => shipments).find((one) => one.shipmentId === shipmentId);
  if (!known) return err({ tag: "unknown-shipment" });
  const event = toldEvent(status);
  if (!event || !nextShipmentStatus(known.status, event).ok) return err({ tag: "not-allowed-now" });
  return ok(moveShipments({ brief, bodies: [] }, (one) => (one.shipmentId === shipmentId ? [event] : []), reason));
}

/** A stop that is being visited, or is over, keeps its status in the new plan. The old plan's way is the old plan's. */
function stepPlan(
  { route: _old, ...brief }: TripBrief,
  { stops, route, basis }: Extract<TripCommand, { type: "plan" }>,
): Step {
  if (brief.status === "completed" || brief.status === "cancelled") return err({ tag: "not-allowed-now" });
  if (basis && !isSamePlan(basis, brief.stops)) return err({ tag: "plan-changed" });
  const before = new Map(brief.stops.map((stop) => [stop.stopId, stop]));
  const parcels = new Map(
    brief.stops.flatMap(({ shipments }) => shipments.map(({ shipmentId, status }) => [shipmentId, status] as const)),
  );
  const merged = stops.map((stop) => ({
    ...stop,
    status: before.get(stop.stopId)?.status ?? stop.status,
    shipments: stop.shipments.map((one) => ({ ...one, status: parcels.get(one.shipmentId) ?? one.status })),
  }));
  const change: TripChange = {
    brief: { ...brief, stops: merged, ...(route && { route }) },
    bodies: [{ kind: "plan", stopIds: merged.map(({ stopId }) => stopId) }],
  };
  return ok(brief.status === "planned" ? change : load(change));
}

function withdraw(brief: TripBrief, shipmentId: ShipmentId, reason: string | null): Step {
  const left = leaveOut(brief, shipmentId, "cancel");
  if (!left.ok) return left;
  const gone: TripEventBody = { kind: "shipment", shipmentId, status: "cancelled", reason };
  return ok({ ...left.value, bodies: [gone, ...left.value.bodies] });
}

/** The shipment leaves the plan, if its state has that event. */
function leaveOut(brief: TripBrief, shipmentId: ShipmentId, event: "cancel" | "unassign"): Step {
  const known = brief.stops.flatMap(({ shipments }) => shipments).find((one) => one.shipmentId === shipmentId);
  if (!known) return err({ tag: "unknown-shipment" });
  if (!nextShipmentStatus(known.status, event).ok) return err({ tag: "not-allowed-now" });
  return leave(brief, shipmentId);
}

function release(brief: TripBrief, { shipmentId, handOver }: Extract<TripCommand, { type: "release" }>): Step {
  const its = brief.stops.filter(({ shipments }) => shipments.some((one) => one.shipmentId === shipmentId));
  const isOnItsWay = its
    .flatMap(({ shipments }) => shipments)
    .some((one) => one.shipmentId === shipmentId && one.status === "out_for_delivery");
  // Whoever stands at the door already, or has fetched it somewhere, brings it to its end.
  const mayGo = its.every(({ status }) => status === "pending" || status === "en_route");
  return handOver && isOnItsWay && mayGo ? leave(brief, shipmentId) : leaveOut(brief, shipmentId, "unassign");
}

/** With a stop that nobody has been to and that served nothing else. */
function leave(brief: TripBrief, shipmentId: ShipmentId): Step {
  const isIt = (one: TripShipment) => one.shipmentId === shipmentId;
  const stops = brief.stops.flatMap((stop) => {
    const shipments = stop.shipments.filter((one) => !isIt(one));
    const isIdle = stop.status === "pending" || stop.status === "en_route";
    return shipments.length === 0 && stop.shipments.length > 0 && isIdle ? [] : [{ ...stop, shipments }];
  });
  return ok({ brief: { ...brief, stops }, bodies: [{ kind: "plan", stopIds: stops.map(({ stopId }) => stopId) }] });
}

function moveAt(brief: TripBrief, stopId: StopId, events: (one: TripShipment) => ShipmentEvent[]): Step {
  if (!isRunning(brief)) return err({ tag: "trip-not-running" });
  return ok(moveShipments({ brief, bodies: [] }, (one, at) => (at === stopId ? events(one) : [])));
}

/** Sends each parcel through the events that are meant for it. One that may not take an event stays what it is. */
function moveShipments(
  { brief, bodies }: TripChange,
  eventsFor: (shipment: TripShipment, stopId: StopId) => readonly ShipmentEvent[],
  reason: string | null = null,
): TripChange {
  const moved = new Map<ShipmentId, ShipmentStatus>();
  for (const { stopId, shipments } of brief.stops) {
    for (const shipment of shipments) {
      let status = moved.get(shipment.shipmentId) ?? shipment.status;
      for (const event of eventsFor(shipment, stopId)) {
        const next = nextShipmentStatus(status, event);
        if (next.ok) status = next.value;
      }
      if (status !== shipment.status) moved.set(shipment.shipmentId, status);
    }
  }
  if (moved.size === 0) return { brief, bodies };
  const stops = brief.stops.map((stop) => ({
    ...stop,
    shipments: stop.shipments.map((one) => ({ ...one, status: moved.get(one.shipmentId) ?? one.status })),
  }));
  const lines = [...moved].map(([shipmentId, status]) => ({ kind: "shipment" as const, shipmentId, status, reason }));
  return { brief: { ...brief, stops }, bodies: [...bodies, ...lines] };
}

/** Whoever answers has not ended it; closed twice, the second time changes nothing. */
function closeSos(brief: TripBrief, note: string | null): Step {
  if (!brief.sos) return ok({ brief, bodies: [] });
  return ok({ brief: { ...brief, sos: false }, bodies: [{ kind: "sos-closed", note }] });
}

function whileRunning(brief: TripBrief, step: () => Step): Step {
  return isRunning(brief) ? step() : err({ tag: "trip-not-running" });
}

function isRunning({ status }: TripBrief): boolean {
  return status === "active" || status === "paused";
}
