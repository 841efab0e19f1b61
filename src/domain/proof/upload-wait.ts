/** While nothing was checked lately: a check takes some fifty milliseconds, and the queue collects for a second. */
const USUAL_PER_MINUTE = 600;
const SECONDS_A_MINUTE = 60;
const COLLECTING_SECONDS = 1;

/** How long the last in a row of so many waits, by how many were checked in the last minute. */
export function estimateWait(position: number, checkedLastMinute: number): number {
  const perMinute = checkedLastMinute > 0 ? checkedLastMinute : USUAL_PER_MINUTE;
  return COLLECTING_SECONDS + Math.ceil((position / perMinute) * SECONDS_A_MINUTE);
}
