import { type Backlog, backlogOf } from "../../domain/backlog.ts";
import type { EtaReport } from "../../domain/eta.ts";
import { cadenceFor, isSameCadence } from "../../domain/cadence.ts";
import type { TrackContext } from "../../domain/track-state.ts";
import { LookLog } from "../../domain/look-log.ts";
import { recallEta } from "../../domain/outlook.ts";
import { isStopOver } from "../../domain/stop-state.ts";
import { type TripPlan, prepareTripPlan } from "../../domain/trip-plan.ts";
import { encodeChunk } from "../../domain/track/chunk.ts";
import { summariseTrack } from "../../domain/track/summary.ts";
import type { Cadence } from "../../protocol/live/driver-down.ts";
import type { LocationSurface, Looker } from "../../protocol/location-view.ts";
import type { TripBrief } from "../../protocol/live/trip-brief.ts";
import { FixIntake } from "./fix-intake.ts";
import { HeldFences } from "./held-fences.ts";
import { legsOf, RoutePath } from "./route-path.ts";
import { TripLog } from "./trip-log.ts";
import type { TripSockets } from "./trip-sockets.ts";
import type { TripMemory } from "./trip-memory.ts";
import type { LedgerMark, TripStore } from "./trip-store.ts";

/** Nobody has measured how slow which hour is yet. */
const HOUR_FACTOR = 1;
const LOW_BATTERY_PERCENT = 20;

/** What the driver's phone says about itself. */
export interface Device {
  readonly batteryPercent: number | null;
  readonly hidden: boolean;
}

/** A trip while its object is awake: what is stored, and what is only remembered. */
export class TripScene {
  readonly store: TripStore;
  readonly log: TripLog;
  readonly intake: FixIntake;
  readonly sockets: TripSockets;
  device: Device = { batteryPercent: null, hidden: false };
  eta: EtaReport | null;
  isWatched: boolean;
  /** The region takes long to answer, or does not. */
  isRegionSlow = false;
  readonly looks = new LookLog();
  readonly fences: HeldFences;
  readonly #path = new RoutePath();
  #brief: TripBrief;
  #plan: TripPlan;

  constructor(store: TripStore, sockets: TripSockets, brief: TripBrief) {
    this.store = store;
    this.sockets = sockets;
    this.log = new TripLog(store);
    this.fences = new HeldFences(store);
    const [carried, stored] = [sockets.memory(), store.memory()];
    this.isWatched = carried?.isWatched ?? true;
    const isAhead = carried !== null && carried.count > (stored?.count ?? 0);
    this.intake = new FixIntake(isAhead ? carried : stored, stored);
    for (const memory of [carried, stored]) if (memory) store.recallLedger(memory.ledger);
    this.#brief = brief;
    this.#plan = this.#prepare();
    const { point, track } = this.intake;
    const needs = { plan: this.#plan, route: track.route, hourFactor: HOUR_FACTOR };
    this.eta = point && recallEta(track.outlook, point, needs);
  }

  get brief(): TripBrief {
    return this.#brief;
  }

  get plan(): TripPlan {
    return this.#plan;
  }

  /** Inside the transaction that also writes the lines of the log. */
  setBrief(brief: TripBrief): void {
    this.store.saveBrief(brief);
    this.#brief = brief;
    this.#plan = this.#prepare();
  }

  /** The driver has left what the fences that are held are the nearest of. */
  get isBeyondFences(): boolean {
    const { point } = this.intake;
    return point !== null && this.fences.isBeyond(point);
  }

  /** How much Postgres has still to confirm. */
  get backlog(): Backlog {
    const { ledger, lastChunk } = this.store;
    return backlogOf(this.log.seq - ledger.events + (lastChunk - ledger.chunks));
  }

  /** A device is connected, and said something not long ago: a socket does not always hear that its phone is gone. */
  isDriving(now: number): boolean {
    return this.sockets.isHeard(now, this.intake.track.heardAt ?? 0);
  }

  /** Closes what a phone left behind that vanished; what only its socket remembered is written. Says whether there was any. */
  endGone(now: number): boolean {
    const isGone = this.sockets.endGone(now, this.intake.track.heardAt ?? 0);
    if (isGone && !this.intake.isDurable) this.save();
    return isGone;
  }

  /** Sleep may begin before the next fix: sockets have to know it now. */
  watchedBy(isWatched: boolean): void {
    this.isWatched = isWatched;
    this.sockets.carry(this.memory());
  }

  /** Somebody is shown where the driver is. */
  seen(looker: Looker, surface: LocationSurface, at: number): void {
    const { driverId, tripId } = this.#brief;
    this.looks.note({ ...looker, surface, driverId, tripId, at });
  }

  context(): TrackContext {
    const { settings } = this.#brief;
    const hasStops = this.#brief.stops.some(({ status }) => !isStopOver(status));
    return {
      plan: this.#plan,
      fences: this.fences.index,
      settings,
      duty: this.#brief.sos ? "sos" : hasStops ? "driving" : "available",
      watched: this.isWatched || this.sockets.all("customer").length > 0 || this.sockets.all("staff").length > 0,
      savesPower: this.device.hidden || (this.device.batteryPercent ?? 100) < LOW_BATTERY_PERCENT,
      overloaded: this.isRegionSlow || this.backlog !== "none",
      hourFactor: HOUR_FACTOR,
    };
  }

  /** What the phone was asked for last, or is asked for first; null off duty. */
  cadence(): Cadence | null {
    const { status } = this.#brief;
    if (status !== "active" && status !== "paused") return null;
    return this.intake.track.cadence ?? this.#ask(this.context().duty);
  }

  /** What the phone is asked for from now on, if that changes at once: a call for help does not wait for the next fix. */
  newCadence(): Cadence | null {
    const { phase: before, cadence: asked } = this.intake.track;
    const { duty } = this.context();
    const isOfDuty = before === "available" || before === "sos";
    if (before === null || (duty === "driving" ? !isOfDuty : before === duty)) return null;
    const cadence = this.#ask(duty);
    return cadence && isSameCadence(cadence, asked) ? null : cadence;
  }

  #ask(duty: TrackContext["duty"]): Cadence | null {
    const phase = duty === "driving" ? "moving" : duty;
    const cadence = cadenceFor({ ...this.context(), phase });
    this.intake.track = { ...this.intake.track, phase, cadence };
    return cadence;
  }

  memory(): TripMemory {
    return { ...this.intake.memory(), ledger: this.store.ledger, isWatched: this.isWatched };
  }

  /**
   * Postgres has everything up to there. While the driver is here the next chunk takes the mark along; where nothing may
   * follow, or where events would be sent again, it is worth a row.
   */
  confirm(mark: LedgerMark): void {
    const isCarried = this.sockets.all("driver").length > 0 && mark.events <= this.store.ledger.events;
    if (isCarried) this.store.recallLedger(mark);
    else this.store.saveLedger(mark);
  }

  /** Postgres has less than it confirmed: chunks and sockets, which carry the old mark, must not bring it back after sleep. */
  rewind(mark: LedgerMark): void {
    this.store.rewindLedger(mark);
    this.save();
    this.sockets.carry(this.memory());
  }

  /** Makes the tail a chunk: afterwards everything that was taken in is durable. */
  seal(): void {
    const run = this.intake.cut();
    if (!run) return;
    const { startedAt, endedAt } = summariseTrack(run.fixes);
    const memory = JSON.stringify(this.memory());
    const [fixes, count] = [encodeChunk(run.fixes), run.fixes.length];
    this.store.addChunk({ epoch: run.epoch, startedAt, endedAt, fixes, count }, memory);
    this.intake.wasStored();
  }

  /** Makes durable what came so far without closing the chunk, for one row instead of many small chunks. */
  save(): void {
    this.store.saveMemory(JSON.stringify(this.memory()));
    this.intake.wasStored();
  }

  #prepare(): TripPlan {
    const { route, stops } = this.#brief;
    return prepareTripPlan(this.log.seq, stops, this.#path.of(route), legsOf(route));
  }
}
