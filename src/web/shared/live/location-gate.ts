import { isWanted } from "../../../domain/live-client/fix-gate.ts";
import type { FixDraft } from "../../../domain/live-client/outbox.ts";
import type { Cadence } from "../../../protocol/live/driver-down.ts";
import type { LocationEars, LocationSource } from "./location-source.ts";

/** Measures as the server asks, and not at all where it does not. */
export class LocationGate {
  readonly #source: LocationSource;
  readonly #ears: LocationEars;
  #last: FixDraft | null = null;
  #stop: () => void = () => {};

  constructor(source: LocationSource, ears: LocationEars) {
    this.#source = source;
    this.#ears = ears;
  }

  follow(cadence: Cadence | null): void {
    this.#stop();
    this.#stop = cadence ? this.#watch(cadence) : () => {};
  }

  #watch(cadence: Cadence): () => void {
    return this.#source.watch(cadence, {
      failed: this.#ears.failed,
      measured: (fix) => {
        if (!isWanted(this.#last, fix, cadence)) return;
        this.#last = fix;
        this.#ears.measured(fix);
      },
    });
  }
}
