import { DRIVER_SIGNS, type DriverSign } from "../../../../domain/region/driver-look.ts";
import type { WorldPoint } from "../mercator.ts";
import type { Leg } from "./leg.ts";

/** From x, y; to x, y; start and length in seconds; heading in radians; the sign's number. */
export const FLOATS_PER_VEHICLE = 8;
const SECOND_MS = 1000;
const FIRST_CAPACITY = 256;

export interface Vehicle {
  readonly leg: Leg;
  readonly sign: DriverSign;
}

/** Neighbouring slots that changed. */
export interface ChangedSlots {
  readonly first: number;
  readonly count: number;
}

/**
 * All vehicles as the graphics card reads them. A float has 24 bits: 2.4 m of the whole world, less than a millimetre
 * counted from an anchor in the same town. Times count from the anchor too.
 */
export class VehicleBuffer {
  readonly #anchor: WorldPoint;
  readonly #epoch: number;
  readonly #ids: string[] = [];
  readonly #slots = new Map<string, number>();
  readonly #changed = new Set<number>();
  #floats = new Float32Array(FIRST_CAPACITY * FLOATS_PER_VEHICLE);

  constructor(anchor: WorldPoint, epoch: number) {
    this.#anchor = anchor;
    this.#epoch = epoch;
  }

  get floats(): Float32Array {
    return this.#floats;
  }

  get size(): number {
    return this.#ids.length;
  }

  get anchor(): WorldPoint {
    return this.#anchor;
  }

  seconds(now: number): number {
    return (now - this.#epoch) / SECOND_MS;
  }

  /** -1 for one that is not there. */
  slotOf(id: string): number {
    return this.#slots.get(id) ?? -1;
  }

  ids(): Iterable<string> {
    return this.#ids;
  }

  set(id: string, { leg, sign }: Vehicle): void {
    const slot = this.#slots.get(id) ?? this.#add(id);
    const { from, to, startsAt, durationMs, headingDeg } = leg;
    const { x, y } = this.#anchor;
    const heading = (headingDeg * Math.PI) / 180;
    const place = [from.x - x, from.y - y, to.x - x, to.y - y];
    const rest = [this.seconds(startsAt), durationMs / SECOND_MS, heading, DRIVER_SIGNS.indexOf(sign)];
    this.#floats.set([...place, ...rest], slot * FLOATS_PER_VEHICLE);
    this.#changed.add(slot);
  }

  /** The last one moves into its place, so that there are no holes to draw. */
  remove(id: string): void {
    const slot = this.#slots.get(id);
    if (slot === undefined) return;
    const lastId = this.#ids.pop() ?? id;
    this.#slots.delete(id);
    this.#changed.delete(this.#ids.length);
    if (lastId === id) return;
    const last = this.#ids.length * FLOATS_PER_VEHICLE;
    this.#floats.copyWithin(slot * FLOATS_PER_VEHICLE, last, last + FLOATS_PER_VEHICLE);
    this.#ids[slot] = lastId;
    this.#slots.set(lastId, slot);
    this.#changed.add(slot);
  }

  /** What has to be sent to the card since the last time that this was asked. */
  takeChanges(): ChangedSlots[] {
    const slots = [...this.#changed].toSorted((a, b) => a - b);
    this.#changed.clear();
    const runs: { first: number; count: number }[] = [];
    for (const slot of slots) {
      const run = runs.at(-1);
      if (run && run.first + run.count === slot) run.count++;
      else runs.push({ first: slot, count: 1 });
    }
    return runs;
  }

  #add(id: string): number {
    const slot = this.#ids.push(id) - 1;
    this.#slots.set(id, slot);
    if (this.#ids.length * FLOATS_PER_VEHICLE > this.#floats.length) {
      const wider = new Float32Array(this.#floats.length * 2);
      wider.set(this.#floats);
      this.#floats = wider;
    }
    return slot;
  }
}
