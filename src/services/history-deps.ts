import type { TrackArchive } from "../platform/track-archive.ts";
import type { LiveDeps } from "./live-deps.ts";
import type { LookDeps } from "./note-look.ts";

/** What reading tracks needs. */
export interface HistoryDeps extends LookDeps, Pick<LiveDeps, "db" | "trip" | "account" | "caller" | "requestId"> {
  /** The tracks of trips that ended long ago. */
  readonly tracks: TrackArchive;
}
