import type { LiveDriver, RegionChecksum, RegionDeltas } from "../../protocol/live/dispatch-down.ts";
import type { LiveAnchor } from "../live-record.ts";

/**
 * What a region tells a replica at a tick: the same for all of them, but for the number. Numbers begin at 1 with each
 * link and are given to what could not be sent as well: a replica that missed something meets a gap.
 */
export interface Relay {
  readonly link: string;
  readonly n: number;
  readonly deltas: RegionDeltas | null;
  readonly frame: ArrayBuffer | null;
  readonly checksum: RegionChecksum | null;
}

/** The picture from which a link begins. */
export interface LinkStart {
  readonly link: string;
  readonly epoch: string;
  readonly rev: number;
  readonly anchor: LiveAnchor | null;
  readonly drivers: readonly LiveDriver[];
}
