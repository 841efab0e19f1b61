import type { EventSource, TripEventBody } from "../protocol/live/trip-event.ts";
import type { PlannedRoute } from "../protocol/live/planned-route.ts";
import type { TripBrief, TripShipment, TripStop } from "../protocol/live/trip-brief.ts";
import type { ProofId, ShipmentId, StopId } from "../protocol/ids.ts";
import type { NamedProof } from "../protocol/proof.ts";
import type { ShipmentStatus } from "../protocol/shipment.ts";
import { isSamePlan } from "./plan-order.ts";
import { err, ok, type Result } from "./result.ts";
import { nextShipmentStatus, type ShipmentEvent, toldEvent } from "./shipment-state.ts";
import { isStopOver, nextStopStatus, type StopEvent } from "./stop-state.ts";
import {
  carried,
  eventsAt,
  isElsewhere,
  lacksProof,
  load,
  moveShipments,
  type TripChange,
  unload,
  withAction,
} from "./trip-parcels.ts";
import { isTripOver, nextTripStatus, type TripEvent } from "./trip-state.ts";

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
      /** What proves that each parcel was handed over. */
      readonly proofs?: readonly NamedProof[] | undefined;
    }
  | { readonly type: "near"; readonly stopId: StopId }
  | {
      readonly type: "shipment";
      readonly shipmentId: ShipmentId;
      readonly status: ShipmentStatus;
      readonly reason: string | null;
      readonly proofId?: ProofId | undefined;
      /** The desk knows that the rule is met, or answers for it. */
      readonly isVouched?: boolean;
    }
  | { readonly type: "sos"; readonly lat: number | null; readonly lng: number | null; readonly note: string | null }
  /** It is called off, or another trip takes it: only before it is picked up. */
  | { readonly type: "withdraw"; readonly shipmentId: ShipmentId; readonly reason: string | null }
  | { readonly type: "sos-answered" }
  | { readonly type: "sos-closed"; readonly note: string | null }
  /** It waits for a trip again: only before it is picked up. `handOver`: to another driver, on the way there too. */
  | { readonly type: "release"; readonly shipmentId: ShipmentId; readonly handOver: boolean }
  /** It failed, and waits for another trip. */
  | { readonly type: "put-back"; readonly shipmentId: ShipmentId; readonly reason: string | null }
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
    | "proof-missing"
    | "plan-changed";
};

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
      return answerSos(brief);
    case "sos-closed":
      return closeSos(brief, command.note);
    case "withdraw":
      return withdraw(brief, command.shipmentId, command.reason);
    case "release":
      return release(brief, command);
    case "put-back":
      return putBackFailed(brief, command);
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
  if (event === "start") return ok(load(changed));
  return ok(isTripOver(next.value) ? unload(changed) : changed);
}

function dutyOf(brief: TripBrief, status: TripBrief["status"], at: number): Partial<TripBrief> {
  if (status === "active") return { startedAt: brief.startedAt ?? at };
  // A clock that nobody knows must not end a trip before it began.
  return isTripOver(status) ? { finishedAt: Math.max(at, brief.startedAt ?? at) } : {};
}

function stepStop(brief: TripBrief, command: Extract<TripCommand, { type: "stop" }>): Step {
  const stop = brief.stops.find(({ stopId }) => stopId === command.stopId);
  if (!stop) return err({ tag: "unknown-stop" });
  const next = nextStopStatus(stop.status, command.event);
  if (!next.ok) return err({ tag: "not-allowed-now" });
  if (next.value === stop.status) return ok({ brief, bodies: [] });
  const { source, reason, proofs = [] } = command;
  const status = next.value;
  if (status === "done" && stop.shipments.some(isElsewhere)) return err({ tag: "not-allowed-now" });
  if (status === "done" && stop.shipments.some((one) => lacksProof(one, proofs))) return err({ tag: "proof-missing" });
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
  const brought = withAction(brief, "dropoff");
  const events = ({ action, shipmentId }: TripShipment, at: StopId) =>
    at === stop.stopId ? eventsAt(stop.status, status, { action, isBrought: brought.has(shipmentId) }) : [];
  return ok(moveShipments(change, events, { reason: why, proofs }));
}

function stepShipment(
  brief: TripBrief,
  { shipmentId, status, reason, proofId, isVouched }: Extract<TripCommand, { type: "shipment" }>,
): Step {
  const [known] = carried(brief, shipmentId);
  if (!known) return err({ tag: "unknown-shipment" });
  const event = toldEvent(status);
  if (!event || !nextShipmentStatus(known.status, event).ok) return err({ tag: "not-allowed-now" });
  const proofs = proofId ? [{ shipmentId, proofId }] : [];
  if (status === "delivered" && isVouched !== true && carried(brief, shipmentId).some((one) => lacksProof(one, proofs)))
    return err({ tag: "proof-missing" });
  const told = { reason, proofs };
  return ok(moveShipments({ brief, bodies: [] }, (one) => (one.shipmentId === shipmentId ? [event] : []), told));
}

/** A stop that is being visited, or is over, keeps its status in the new plan. The old plan's way is the old plan's. */
function stepPlan(
  { route: _old, ...brief }: TripBrief,
  { stops, route, basis }: Extract<TripCommand, { type: "plan" }>,
): Step {
  if (isTripOver(brief.status)) return err({ tag: "not-allowed-now" });
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
  const line = { kind: "shipment", shipmentId, status: "cancelled", reason } as const;
  return goneAs(leaveOut(brief, shipmentId, "cancel"), line);
}

/** The shipment leaves the plan, if its state has that event. */
function leaveOut(brief: TripBrief, shipmentId: ShipmentId, event: "cancel" | "unassign"): Step {
  const [known] = carried(brief, shipmentId);
  if (!known) return err({ tag: "unknown-shipment" });
  if (!nextShipmentStatus(known.status, event).ok) return err({ tag: "not-allowed-now" });
  return leave(brief, shipmentId);
}

function release(brief: TripBrief, { shipmentId, handOver }: Extract<TripCommand, { type: "release" }>): Step {
  const its = brief.stops.filter(({ shipments }) => shipments.some((one) => one.shipmentId === shipmentId));
  const isOnItsWay = carried(brief, shipmentId).some(({ status }) => status === "out_for_delivery");
  // Whoever stands at the door already, or has fetched it somewhere, brings it to its end.
  const mayGo = its.every(({ status }) => status === "pending" || status === "en_route" || status === "skipped");
  return handOver && isOnItsWay && mayGo ? leave(brief, shipmentId) : leaveOut(brief, shipmentId, "unassign");
}

function putBackFailed(brief: TripBrief, { shipmentId, reason }: Extract<TripCommand, { type: "put-back" }>): Step {
  const [known] = carried(brief, shipmentId);
  if (!known) return err({ tag: "unknown-shipment" });
  if (known.status !== "failed") return err({ tag: "not-allowed-now" });
  return goneAs(leave(brief, shipmentId), { kind: "shipment", shipmentId, status: "created", reason });
}

/** What became of it comes before the plan without it. */
function goneAs(left: Step, line: TripEventBody): Step {
  return left.ok ? ok({ ...left.value, bodies: [line, ...left.value.bodies] }) : left;
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

function answerSos(brief: TripBrief): Step {
  return ok({ brief, bodies: brief.sos ? [{ kind: "sos-answered" }] : [] });
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
