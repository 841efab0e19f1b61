/** The shorter way round from one direction to another, -180 up to but not 180. */
export function arcDeg(from: number, to: number): number {
  return ((((to - from) % 360) + 540) % 360) - 180;
}

/** Part of the way from one direction to another; what is not known yet is taken from the other. */
export function turnedDeg(from: number | null, to: number | null, share: number): number | null {
  if (from === null || to === null) return to ?? from;
  return (from + share * arcDeg(from, to) + 360) % 360;
}
