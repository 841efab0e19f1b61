import type { ShipmentStatus } from "../../src/protocol/shipment.ts";
import { type Door, DEMO_DOORS } from "./demo-doors.ts";
import type { DemoTenant } from "../demo-tenants.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** The drivers' lunch is over: what was planned for the morning has happened, whenever the demo is started. */
const FIRST_START_AGO_MS = 5.5 * HOUR_MS;
/** They leave the depot one after the other. */
const BETWEEN_STARTS_MS = 12 * MINUTE_MS;
const TO_NEXT_DOOR_MS = 16 * MINUTE_MS;
const AT_DOOR_MS = 3 * MINUTE_MS;
const APPROACH_MS = 2 * MINUTE_MS;
const TO_FIRST_DOOR_MS = 14 * MINUTE_MS;
/** Half of what a customer is told to be at home for. */
const HALF_WINDOW_MS = 30 * MINUTE_MS;
/** The last two doors of eleven had to wait for a bridge: some promises are broken on every day. */
const DELAY_MS = 40 * MINUTE_MS;
const DELAYED_FROM = 9;

/** By their rows among the demo's drivers. The first is for whoever tries the product, and has a round before it. */
const MORNING_DRIVERS = [1, 2, 3, 4, 5];
const NEXT_DRIVER = 0;
const WAITING = 6;
const CALLED_OFF = 4;
/** One of them is in the van already. */
const NEXT_ROUND = 4;
/** Their rounds are planned here, and begun over the API as soon as there is one: one stands at a door, one is near it. */
export const AT_THE_DOOR = 7;
const NEAR_THE_DOOR = 8;
export const UNDER_WAY: readonly number[] = [AT_THE_DOOR, NEAR_THE_DOOR];
const ROUND_UNDER_WAY = 3;

type Ending = { readonly status: "delivered" | "failed" | "returned"; readonly reason: string | null };

const DELIVERED: Ending = { status: "delivered", reason: null };
/** Of a morning's round, door by door. */
const ENDINGS: readonly Ending[] = [
  DELIVERED,
  DELIVERED,
  { status: "failed", reason: "Nobody answered" },
  DELIVERED,
  DELIVERED,
  DELIVERED,
  { status: "returned", reason: "Refused at the door" },
  DELIVERED,
  DELIVERED,
  { status: "failed", reason: "The building was locked" },
  DELIVERED,
];
const CALL_OFF_REASONS = ["Ordered twice", "The shop is out of stock", "The customer collects it"];

/** Who says so: the desk, the driver, or the trip's positions by themselves. */
export type Teller = "desk" | "driver" | "system";

export interface Step {
  readonly status: ShipmentStatus;
  readonly at: number;
  readonly by: Teller;
  readonly reason: string | null;
  /** In its trip's log; else in its own. */
  readonly onTrip: boolean;
}

export interface DayShipment {
  readonly number: number;
  readonly door: Door;
  readonly dueAt: number | null;
  /** All that happened to it, oldest first. */
  readonly story: readonly [Step, ...Step[]];
}

export interface Round {
  /** The driver's row, and the trip's. */
  readonly driver: number;
  /** Null where nobody has left yet. */
  readonly startedAt: number | null;
  readonly plannedStartAt: number;
  /** In the order of the plan, a door each. */
  readonly shipments: readonly DayShipment[];
}

export interface Day {
  readonly rounds: readonly Round[];
  /** On no trip. */
  readonly others: readonly DayShipment[];
  readonly halfWindowMs: number;
}

/** One tenant's day, the same each time but for the clock: a morning that is over, and what the afternoon waits for. */
export function planDay({ city }: Pick<DemoTenant, "city">, now: number): Day {
  const doors = DEMO_DOORS[city];
  let made = 0;
  const next = (plan: (number: number, door: Door) => DayShipment): DayShipment => {
    const door = doors[made % doors.length];
    if (!door) throw new Error(`no doors are known in ${city}`);
    return plan(made++, door);
  };
  const mornings = MORNING_DRIVERS.map((driver, turn): Round => {
    const startedAt = now - FIRST_START_AGO_MS + turn * BETWEEN_STARTS_MS;
    const shipments = ENDINGS.map((ending, place) =>
      next((number, door) => ({ number, door, ...carried(startedAt, place, ending) })),
    );
    return { driver, startedAt, plannedStartAt: startedAt, shipments };
  });
  const plannedRound = (driver: number, length: number, plannedStartAt: number): Round => {
    const shipments = Array.from({ length }, (_, place) =>
      next((number, door) => ({ number, door, ...planned(now, plannedStartAt, place) })),
    );
    return { driver, startedAt: null, plannedStartAt, shipments };
  };
  const nextRound = plannedRound(NEXT_DRIVER, NEXT_ROUND, now + HOUR_MS);
  const underWay = UNDER_WAY.map((driver) => plannedRound(driver, ROUND_UNDER_WAY, now));
  const waiting = Array.from({ length: WAITING }, (_, turn) => next((number, door) => waits(number, door, now, turn)));
  const calledOff = Array.from({ length: CALLED_OFF }, (_, turn) =>
    next((number, door) => ends(number, door, now, CALL_OFF_REASONS[turn % CALL_OFF_REASONS.length] ?? null)),
  );
  const rounds = [...mornings, nextRound, ...underWay];
  return { rounds, others: [...waiting, ...calledOff], halfWindowMs: HALF_WINDOW_MS };
}

function told(status: ShipmentStatus, at: number, by: Teller, more: Partial<Step> = {}): Step {
  return { status, at, by, reason: null, onTrip: false, ...more };
}

function carried(startedAt: number, place: number, { status, reason }: Ending): Pick<DayShipment, "dueAt" | "story"> {
  const dueAt = startedAt + TO_FIRST_DOOR_MS + place * TO_NEXT_DOOR_MS;
  const arrivedAt = dueAt + (place < DELAYED_FROM ? 0 : DELAY_MS);
  const leftAt = arrivedAt + AT_DOOR_MS;
  const onTrip = true;
  const atDoor = status === "returned" ? ("failed" as const) : status;
  const story = [
    told("created", startedAt - 14 * HOUR_MS, "desk"),
    told("assigned", startedAt - HOUR_MS, "desk"),
    told("picked_up", startedAt, "driver", { onTrip }),
    told("out_for_delivery", startedAt + 1, "driver", { onTrip }),
    told("arriving", arrivedAt - APPROACH_MS, "system", { onTrip }),
    told("arrived", arrivedAt, "system", { onTrip }),
    told(atDoor, leftAt, "driver", { onTrip, reason }),
  ] as const;
  const back = startedAt + TO_FIRST_DOOR_MS + (ENDINGS.length + 1) * TO_NEXT_DOOR_MS + DELAY_MS;
  return { dueAt, story: status === "returned" ? [...story, told("returned", back, "desk", { reason })] : story };
}

function planned(now: number, startsAt: number, place: number): Pick<DayShipment, "dueAt" | "story"> {
  const story = [told("created", now - 3 * HOUR_MS, "desk"), told("assigned", now - HOUR_MS, "desk")] as const;
  const dueAt = startsAt + TO_FIRST_DOOR_MS + place * TO_NEXT_DOOR_MS;
  // Whoever leaves now loads at the start.
  const isInTheVan = place === 0 && startsAt > now;
  return { dueAt, story: isInTheVan ? [...story, told("picked_up", now - 10 * MINUTE_MS, "desk")] : story };
}

function waits(number: number, door: Door, now: number, turn: number): DayShipment {
  const story = [told("created", now - (turn + 1) * 20 * MINUTE_MS, "desk")] as const;
  // Every fourth may come when it likes.
  return { number, door, dueAt: turn % 4 === 3 ? null : now + (turn + 2) * HOUR_MS, story };
}

function ends(number: number, door: Door, now: number, reason: string | null): DayShipment {
  const story = [
    told("created", now - 9 * HOUR_MS, "desk"),
    told("cancelled", now - 7 * HOUR_MS, "desk", { reason }),
  ] as const;
  return { number, door, dueAt: null, story };
}

export function lastOf({ story }: DayShipment): Step {
  return story.at(-1) ?? story[0];
}
