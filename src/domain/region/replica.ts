import type { TripId } from "../../protocol/ids.ts";
import type {
  LiveDriver,
  RegionChange,
  RegionChecksum,
  RegionDeltas,
  RegionSnapshot,
} from "../../protocol/live/dispatch-down.ts";
import type { RegionSince } from "../../protocol/live/dispatch-up.ts";
import { decodeLiveFrame, type LiveFrame } from "../live-record.ts";
import { regionHashes } from "./checksum.ts";

/** What the caller does next: draw, wait for the rest, or ask for everything again. */
export type Applied = "changed" | "waiting" | "resync";

type Message = RegionSnapshot | RegionDeltas | RegionChecksum;

/** A frame has the last 32 bits of a number. */
const FRAME_REVS = 2 ** 32;

/** A viewer's copy of a region. Runs in browsers, in other objects and in tests alike. */
export class Replica {
  readonly #drivers = new Map<TripId, LiveDriver>();
  readonly #byIndex = new Map<number, TripId>();
  #at: RegionSince | null = null;
  #parts: RegionSnapshot[] = [];

  /** What to say on coming back; null before the first snapshot. */
  get since(): RegionSince | null {
    return this.#at;
  }

  get size(): number {
    return this.#drivers.size;
  }

  drivers(): Iterable<LiveDriver> {
    return this.#drivers.values();
  }

  driver(tripId: TripId): LiveDriver | null {
    return this.#drivers.get(tripId) ?? null;
  }

  /** The driver that position frames call by this number. */
  at(index: number): LiveDriver | null {
    const tripId = this.#byIndex.get(index);
    return (tripId && this.#drivers.get(tripId)) ?? null;
  }

  apply(message: Message): Applied {
    switch (message.type) {
      case "snapshot":
        return this.#applyPart(message);
      case "deltas":
        return this.#applyDeltas(message);
      case "checksum":
        return this.#compare(message) ? "changed" : "resync";
    }
  }

  /** A binary frame. Ages count back from `now`, the time it came in. */
  applyPositions(bytes: ArrayBuffer, now: number): Applied {
    const decoded = decodeLiveFrame(bytes);
    if (!decoded.ok) return "resync";
    const frame = decoded.value;
    if (this.#at === null) return "waiting";
    if (frame.rev !== this.#at.rev % FRAME_REVS) return "resync";
    return this.#move(frame, now);
  }

  #applyPart(part: RegionSnapshot): Applied {
    if (part.part === 0) this.#parts = [];
    if (part.part !== this.#parts.length) return "resync";
    this.#parts.push(part);
    if (this.#parts.length < part.parts) return "waiting";
    this.#drivers.clear();
    this.#byIndex.clear();
    for (const driver of this.#parts.flatMap(({ drivers }) => drivers)) this.#put(driver);
    this.#parts = [];
    this.#at = { epoch: part.epoch, rev: part.rev };
    return "changed";
  }

  #applyDeltas({ epoch, prev, rev, changes }: RegionDeltas): Applied {
    if (this.#at === null) return "waiting";
    if (epoch !== this.#at.epoch || prev !== this.#at.rev) return "resync";
    this.#at = { epoch, rev };
    const isKnown = changes.map((change) => this.#change(change));
    return isKnown.every(Boolean) ? "changed" : "resync";
  }

  /** False for news of somebody who was never introduced. */
  #change(change: RegionChange): boolean {
    if (change.type === "driver:updated") this.#put(change.driver);
    if (change.type === "driver:left") this.#remove(change.tripId);
    if (change.type !== "connection:status") return true;
    const driver = this.#drivers.get(change.tripId);
    if (driver)
      this.#drivers.set(change.tripId, { ...driver, presence: change.presence, lastSeenAt: change.lastSeenAt });
    return driver !== undefined;
  }

  #move({ kind, records }: LiveFrame, now: number): Applied {
    if (records.some(({ index }) => !this.#byIndex.has(index))) return "resync";
    for (const { index, lat, lng, speedMps, headingDeg, seq, ageMs } of records) {
      const driver = this.#at && this.at(index);
      if (!driver) continue;
      const at = now - ageMs;
      const lastSeenAt = Math.max(at, driver.lastSeenAt ?? at);
      this.#drivers.set(driver.tripId, { ...driver, seq, lastSeenAt, point: { lat, lng, speedMps, headingDeg, at } });
    }
    if (kind === "everyone") this.#hideOthers(new Set(records.map(({ index }) => index)));
    return "changed";
  }

  #hideOthers(named: ReadonlySet<number>): void {
    for (const driver of this.#drivers.values()) {
      if (!named.has(driver.index)) this.#drivers.set(driver.tripId, { ...driver, point: null });
    }
  }

  #put(driver: LiveDriver): void {
    this.#remove(driver.tripId);
    this.#drivers.set(driver.tripId, driver);
    this.#byIndex.set(driver.index, driver.tripId);
  }

  #remove(tripId: TripId): void {
    const driver = this.#drivers.get(tripId);
    this.#drivers.delete(tripId);
    // Its index may be another driver's by now.
    if (driver && this.#byIndex.get(driver.index) === tripId) this.#byIndex.delete(driver.index);
  }

  #compare({ epoch, rev, drivers, roster, points }: RegionChecksum): boolean {
    if (this.#at?.epoch !== epoch || this.#at.rev !== rev || this.#drivers.size !== drivers) return false;
    const own = regionHashes(this.#drivers.values());
    return own.roster === roster && (points === null || own.points === points);
  }
}
