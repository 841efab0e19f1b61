/** Straight pieces between knots, the first and the last one prolonged. Knots rise in x. */
export type Curve = readonly (readonly [x: number, y: number])[];

export function readCurve(curve: Curve, x: number): number {
  let [before, after] = [curve[0], curve[1]];
  for (let index = 2; index < curve.length && after && after[0] < x; index++) [before, after] = [after, curve[index]];
  if (!before || !after) return before?.[1] ?? 0;
  const share = (x - before[0]) / (after[0] - before[0]);
  return before[1] + share * (after[1] - before[1]);
}
