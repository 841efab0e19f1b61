import { nextDwellAt } from "../../domain/fence-watch.ts";
import type { LocationLook } from "../../protocol/location-view.ts";
import { ledgerDueAt } from "./ledger-hand-off.ts";
import type { LiveTrip } from "./live-trip.ts";
import type { RegionReporter } from "./region-reporter.ts";

export type Slot = "ledger" | "check" | "tickets";

export interface UpkeepDeps {
  readonly trip: LiveTrip;
  readonly reporter: RegionReporter;
  readonly setSlot: (slot: Slot, at: number) => Promise<void>;
  readonly sendLooks: (looks: readonly LocationLook[]) => Promise<void>;
  /** Keeps the object awake for work that nobody waits for. */
  readonly later: (work: Promise<unknown>) => void;
}

/** What has to follow after anything happened. For a plain fix all of it is a few comparisons: no call, no row, no alarm. */
export class TripUpkeep {
  readonly #deps: UpkeepDeps;
  readonly #armed = new Map<Slot, number>();
  alarmsSet = 0;

  constructor(deps: UpkeepDeps) {
    this.#deps = deps;
  }

  /** `isNews`: something other than the position. */
  settle(isNews: boolean, now: number): void {
    const { trip, reporter, later } = this.#deps;
    trip.scene.isWatched = reporter.isWatched;
    const told = reporter.offer(() => trip.report(now), trip.scene.intake.newest, isNews, now);
    if (told) later(told);
    const looks = trip.scene.looks.take();
    if (looks.length > 0) later(this.#deps.sendLooks(looks));
    this.arm("ledger", ledgerDueAt(trip.scene, now));
    this.arm("check", nextDwellAt(trip.scene.intake.track.fences));
  }

  /** An alarm that comes earlier may stay: it finds nothing and asks again. */
  arm(slot: Slot, at: number | null): void {
    const armed = this.#armed.get(slot);
    if (at === null || (armed !== undefined && armed <= at)) return;
    this.#armed.set(slot, at);
    this.alarmsSet += 1;
    this.#deps.later(this.#deps.setSlot(slot, at));
  }

  /** Call it when a slot runs. */
  disarm(slot: Slot): void {
    this.#armed.delete(slot);
  }
}
