import { Board } from "../../domain/region/board.ts";
import { ChangeLog } from "../../domain/region/change-log.ts";
import { randomToken } from "../../platform/random-token.ts";
import type { RegionSince } from "../../protocol/live/dispatch-up.ts";
import type { RegionBrief } from "./region-brief.ts";
import type { Picture } from "./region-feed.ts";
import type { RegionStore } from "./region-store.ts";

/** A picture that reports are put into. */
export interface OwnPicture extends Picture {
  readonly board: Board;
}

/** 72 bits: no two lives of a region are ever taken for one. */
const EPOCH_BYTES = 9;

/** The picture as it was saved last; an empty one the first time. */
export function openPicture(store: RegionStore, { centroid }: RegionBrief, now: number): OwnPicture {
  const board = new Board();
  board.restore(store.picture());
  const log = new ChangeLog(store.since() ?? begin(store, now));
  return { board, log, anchor: centroid };
}

/** Stored at once: viewers of an empty region know it too. */
function begin(store: RegionStore, now: number): RegionSince {
  const since = { epoch: randomToken(EPOCH_BYTES), rev: now };
  store.saveSince(since);
  return since;
}
