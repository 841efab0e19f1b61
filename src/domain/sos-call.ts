import type { DriverId, RegionId, TripId, UserId } from "../protocol/ids.ts";
import type { Sos, SosPlace, SosPress } from "../protocol/sos.ts";
import { cadenceFor } from "./cadence.ts";
import { err, ok, type Result } from "./result.ts";
import { isSosOpen, nextSosState } from "./sos-state.ts";

/** Who pressed, and where that driver belongs at this moment. */
export interface SosCaller {
  readonly driverId: DriverId;
  readonly driverFirstName: string | null;
  readonly regionId: RegionId;
  readonly tripId: TripId | null;
}

export type Helper = { readonly id: UserId; readonly name: string | null };

export type SosRefused =
  /** Somebody else has it; says who. */
  { readonly tag: "taken"; readonly by: Helper } | { readonly tag: "over" };

/** What every call is followed with, whatever else is going on. */
const NEEDS = { phase: "sos", watched: true, savesPower: false, overloaded: false } as const;

/** `rev` is put in by whoever counts. */
type Draft = Omit<Sos, "rev">;

export function openCall(press: SosPress, caller: SosCaller): Draft {
  return {
    id: press.id,
    state: "open",
    ...caller,
    raisedAt: press.at,
    presses: 1,
    note: press.note,
    place: placeOf(press),
    acknowledgedBy: null,
    acknowledgedAt: null,
    closedBy: null,
    closedAt: null,
    closingNote: null,
    locateEveryMs: cadenceFor(NEEDS)?.intervalMs ?? null,
  };
}

/** The same driver presses again while a call is open: one call, told anew. A trip that began meanwhile is its trip. */
export function pressAgain(call: Sos, press: SosPress, caller: SosCaller): Draft {
  return {
    ...call,
    tripId: caller.tripId ?? call.tripId,
    driverFirstName: call.driverFirstName ?? caller.driverFirstName,
    presses: call.presses + 1,
    note: press.note ?? call.note,
    place: newer(call.place, placeOf(press)),
  };
}

/** One winner: whoever comes second is told who was first. */
export function acknowledgeCall(call: Sos, by: Helper, now: number): Result<Draft, SosRefused> {
  const next = nextSosState(call.state, "acknowledge");
  if (!next.ok) return err({ tag: "over" });
  const first = call.acknowledgedBy;
  if (first && first.id !== by.id) return err({ tag: "taken", by: first });
  if (first) return ok(call);
  return ok({ ...call, state: next.value, acknowledgedBy: by, acknowledgedAt: now });
}

export interface SosEnd {
  readonly by: UserId | DriverId;
  readonly event: "close" | "withdraw";
  readonly note: string;
}

/** Ended twice, the first end stands. */
export function endCall(call: Sos, { by, event, note }: SosEnd, now: number): Draft {
  const next = nextSosState(call.state, event);
  if (!next.ok || next.value === call.state) return call;
  return { ...call, state: next.value, closedBy: by, closedAt: now, closingNote: note, locateEveryMs: null };
}

export function locateCall(call: Sos, place: SosPlace): Draft {
  return isSosOpen(call.state) ? { ...call, place: newer(call.place, place) } : call;
}

/** Who did the last thing that the call tells of. */
export function lastActor({ state, acknowledgedBy, closedBy, driverId }: Sos): string {
  if (!isSosOpen(state)) return closedBy ?? driverId;
  return acknowledgedBy?.id ?? driverId;
}

function placeOf({ lat, lng, at }: SosPress): SosPlace | null {
  return lat === null || lng === null ? null : { lat, lng, at };
}

function newer(before: SosPlace | null, after: SosPlace | null): SosPlace | null {
  if (!before || !after) return after ?? before;
  return after.at >= before.at ? after : before;
}
