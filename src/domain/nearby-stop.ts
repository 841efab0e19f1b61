const MINUTE_MS = 60_000;
/** Time to find one's shoes. */
const NEARBY_MS = 5 * MINUTE_MS;
const NEARBY_M = 500;
/** Remembered, so that a stop that is put off and comes back is not announced again; 34 bytes each. */
export const TOLD_STOPS_MAX = 12;

/** Stops that were announced, oldest first. */
export type ToldStops = readonly string[];

/** Whether the stop that is due is near for the first time. */
export function tellNearby(
  told: ToldStops,
  stopId: string,
  leftM: number,
  leftMs: number,
): { told: ToldStops; isNews: boolean } {
  const isNear = leftM <= NEARBY_M || leftMs <= NEARBY_MS;
  if (!isNear || told.includes(stopId)) return { told, isNews: false };
  return { told: [...told, stopId].slice(-TOLD_STOPS_MAX), isNews: true };
}
