import { nextDwellAt } from "../../domain/fence-watch.ts";
import type { LedgerJob } from "../../protocol/jobs.ts";
import type { Epoch } from "../../protocol/live/fix.ts";
import type { LocationLook } from "../../protocol/location-view.ts";
import type { SosPress } from "../../protocol/sos.ts";
import { handOff, laterLedger, ledgerDueAt } from "./ledger-hand-off.ts";
import type { LiveTrip } from "./live-trip.ts";
import type { RegionReporter } from "./region-reporter.ts";

/** Somebody in danger waits: soon, and not so often that a desk that is overrun gets no air. */
const RAISE_AGAIN_MS = 2_000;

/** `full`: too much waits for Postgres, and positions have to come again later. */
export type NotTaken = { readonly tag: "full" | "too-many-devices" };

export type Slot = "ledger" | "check" | "tickets" | "help";

export interface UpkeepDeps {
  readonly trip: LiveTrip;
  readonly reporter: RegionReporter;
  readonly setSlot: (slot: Slot, at: number) => Promise<void>;
  readonly sendLooks: (looks: readonly LocationLook[]) => Promise<void>;
  readonly sendLedger: (job: LedgerJob) => Promise<void>;
  /** Tells the tenant's desk that the driver calls for help. */
  readonly raiseSos: (press: SosPress) => Promise<void>;
  readonly onFailure: (error: unknown) => void;
  /** Keeps the object awake for work that nobody waits for. */
  readonly later: (work: Promise<unknown>) => void;
}

/** What has to follow after anything happened. For a plain fix all of it is a few comparisons: no call, no row, no alarm. */
export class TripUpkeep {
  readonly #deps: UpkeepDeps;
  readonly #armed = new Map<Slot, number>();
  #isRaising = false;
  alarmsSet = 0;
  handOffs = 0;

  constructor(deps: UpkeepDeps) {
    this.#deps = deps;
  }

  /** `isNews`: something other than the position. */
  settle(isNews: boolean, now: number): void {
    const { trip, reporter, later } = this.#deps;
    trip.scene.isRegionSlow = reporter.isSlow;
    void this.#tellRegion(isNews, now);
    this.#raiseSos(now);
    const looks = trip.scene.looks.take();
    if (looks.length > 0) later(this.#deps.sendLooks(looks));
    const ledgerAt = ledgerDueAt(trip.scene, now);
    if (ledgerAt !== null && ledgerAt <= now) later(this.#sendUnasked(now));
    else this.arm("ledger", ledgerAt);
    this.arm("check", nextDwellAt(trip.scene.intake.track.fences));
  }

  /** A page that opened or closed: while nobody looks, whoever counts sockets would not hear of it with the next position. */
  socketsChanged(now: number): void {
    this.settle(!this.#deps.reporter.isWatched, now);
  }

  /** Somebody has begun to look, and waits for it. */
  async reportNow(now: number): Promise<void> {
    await this.#tellRegion(true, now);
  }

  #tellRegion(isNews: boolean, now: number): Promise<void> | undefined {
    const { trip, reporter, later } = this.#deps;
    if (trip.scene.isBeyondFences) reporter.want();
    const told = reporter.offer(() => trip.report(now), trip.scene.intake.newest, isNews, now);
    if (told) later(told);
    return told;
  }

  /** Until the desk has it. The alarm comes again where this object stops, or the desk does not answer. */
  #raiseSos(now: number): void {
    const { press } = this.#deps.trip.scene.store.help;
    if (!press || this.#isRaising) return;
    this.#isRaising = true;
    this.arm("help", now + RAISE_AGAIN_MS);
    this.#deps.later(this.#raise(press));
  }

  async #raise(press: SosPress): Promise<void> {
    try {
      await this.#deps.raiseSos(press);
    } catch (error) {
      this.#deps.onFailure(error);
    }
    this.#isRaising = false;
  }

  /** The alarm's part: what a queue does not take makes the alarm come again. */
  async runLedger(now: number): Promise<void> {
    const { scene } = this.#deps.trip;
    const at = laterLedger(scene, now);
    if (at === null) await this.#sendLedger(now);
    this.arm("ledger", at ?? ledgerDueAt(scene, now));
  }

  async #sendUnasked(now: number): Promise<void> {
    try {
      await this.#sendLedger(now);
    } catch (error) {
      this.#deps.onFailure(error);
    }
    this.arm("ledger", ledgerDueAt(this.#deps.trip.scene, now));
  }

  /** Counts as sent before it is: what is sealed meanwhile is not in the message. */
  async #sendLedger(now: number): Promise<void> {
    const { message, upTo } = handOff(this.#deps.trip.scene, now);
    this.#deps.trip.scene.store.wasSent(upTo, now);
    if (!message) return;
    this.handOffs += 1;
    await this.#deps.sendLedger(message);
  }

  /** Why positions of this stream cannot be taken in. What waits for Postgres is sent again, as after anything else. */
  notTaken(epoch: Epoch, now: number): NotTaken | null {
    const { intake, backlog } = this.#deps.trip.scene;
    if (!intake.stream(epoch)) return { tag: "too-many-devices" };
    if (backlog !== "full") return null;
    this.settle(false, now);
    return { tag: "full" };
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
