import type { CustomerView } from "../../protocol/live/track-down.ts";
import type { ShipmentStatus } from "../../protocol/shipment.ts";

/** Where a parcel is in its story, as the person who waits for it would tell it. */
export type Chapter =
  | "preparing"
  | "planned"
  | "collected"
  | "on-the-way"
  | "arriving"
  | "here"
  | "delivered"
  | "attempted"
  | "returned"
  | "cancelled"
  | "paused";

export type StepState = "done" | "now" | "todo" | "stopped";

/** Prepared, on the way, nearby, delivered. */
export const STEP_COUNT = 4;

const CHAPTERS: Record<ShipmentStatus, Chapter> = {
  created: "preparing",
  assigned: "planned",
  picked_up: "collected",
  out_for_delivery: "on-the-way",
  arriving: "arriving",
  arrived: "here",
  delivered: "delivered",
  failed: "attempted",
  returned: "returned",
  cancelled: "cancelled",
};

/** How many steps are done, and how the next one stands. */
const STEPS: Record<Chapter, { readonly done: number; readonly next: StepState }> = {
  preparing: { done: 0, next: "now" },
  planned: { done: 0, next: "now" },
  collected: { done: 1, next: "now" },
  "on-the-way": { done: 1, next: "now" },
  arriving: { done: 2, next: "now" },
  here: { done: 2, next: "now" },
  delivered: { done: STEP_COUNT, next: "todo" },
  attempted: { done: STEP_COUNT - 1, next: "stopped" },
  returned: { done: STEP_COUNT - 1, next: "stopped" },
  cancelled: { done: 0, next: "stopped" },
  paused: { done: 1, next: "todo" },
};

/** The chapters behind which nothing is waited for. */
type Ending = Extract<Chapter, "delivered" | "attempted" | "returned" | "cancelled">;
const OVER: ReadonlySet<Chapter> = new Set<Ending>(["delivered", "attempted", "returned", "cancelled"]);

export function chapterOf({ state, status }: Pick<CustomerView, "state" | "status">): Chapter {
  const chapter = CHAPTERS[status];
  // The trip is over and the parcel is still somewhere: it will go out again, on another trip.
  return state === "ended" && !OVER.has(chapter) ? "paused" : chapter;
}

export function isOver(chapter: Chapter): chapter is Ending {
  return OVER.has(chapter);
}

export function stepsOf(chapter: Chapter): StepState[] {
  const { done, next } = STEPS[chapter];
  return Array.from({ length: STEP_COUNT }, (_, index) => {
    if (index === done) return next;
    return index < done ? "done" : "todo";
  });
}
