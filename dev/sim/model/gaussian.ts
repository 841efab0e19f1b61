import type { Dice } from "../../chaos/dice.ts";

/** Mean 0, deviation 1, by Box and Muller. */
export function gaussian(dice: Dice): number {
  const radius = Math.sqrt(-2 * Math.log(1 - dice.next()));
  return radius * Math.cos(2 * Math.PI * dice.next());
}
