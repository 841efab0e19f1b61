import type { FixDraft } from "../../../domain/live-client/outbox.ts";
import type { Cadence } from "../../../protocol/live/driver-down.ts";

/** `denied`: only the driver can change that. `unavailable`: no signal, as in a garage. */
export type LocationTrouble = "denied" | "unavailable" | "timeout";

export interface LocationEars {
  readonly measured: (fix: FixDraft) => void;
  readonly failed: (trouble: LocationTrouble) => void;
}

/** Where positions come from. It measures at least as often as asked until the answer is called. */
export interface LocationSource {
  readonly watch: (cadence: Cadence, ears: LocationEars) => () => void;
}

/** Tells what it is told to: for tests, simulated drivers and pages without a receiver. */
export class ScriptedSource implements LocationSource {
  readonly #watchers = new Map<object, LocationEars>();

  watch(_cadence: Cadence, ears: LocationEars): () => void {
    const watcher = {};
    this.#watchers.set(watcher, ears);
    return () => this.#watchers.delete(watcher);
  }

  get isWatched(): boolean {
    return this.#watchers.size > 0;
  }

  measure(fix: FixDraft): void {
    for (const { measured } of this.#watchers.values()) measured(fix);
  }

  fail(trouble: LocationTrouble): void {
    for (const { failed } of this.#watchers.values()) failed(trouble);
  }
}
