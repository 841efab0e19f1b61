import { isTripOver } from "../../domain/trip-state.ts";
import type { TripScene } from "./trip-scene.ts";

/**
 * Whether nobody needs what a trip's object holds any more: the trip is over, Postgres has confirmed all that was written,
 * and no call for help waits for its desk. What came after the end and filled no chunk is sealed here, to be handed on.
 */
export function mayForget(scene: TripScene): boolean {
  const { brief, log, store } = scene;
  if (!isTripOver(brief.status)) return false;
  scene.seal();
  const { events, chunks } = store.ledger;
  return events >= log.seq && chunks >= store.lastChunk && store.help.press === null;
}
