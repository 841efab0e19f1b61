import type { LocationLook } from "../protocol/location-view.ts";

const HOUR_MS = 60 * 60_000;
/** A hundred dispatchers who watch a thousand drivers, some 15 MB. Beyond it looks are told again, which is merged where they are kept. */
const KNOWN_MAX = 100_000;

/** Who saw which driver where, each once an hour. */
export class LookLog {
  readonly #known = new Set<string>();
  #hour = 0;
  #fresh: LocationLook[] = [];

  note(look: LocationLook): void {
    // Drivers know that they know where they are.
    if (look.viewer === look.driverId) return;
    const hour = Math.floor(look.at / HOUR_MS);
    if (hour !== this.#hour || this.#known.size >= KNOWN_MAX) this.#known.clear();
    this.#hour = hour;
    const key = `${look.viewer} ${look.driverId} ${look.surface}`;
    if (this.#known.has(key)) return;
    this.#known.add(key);
    this.#fresh.push(look);
  }

  /** What nobody has been told yet. */
  take(): LocationLook[] {
    if (this.#fresh.length === 0) return this.#fresh;
    const taken = this.#fresh;
    this.#fresh = [];
    return taken;
  }
}
