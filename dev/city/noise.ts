/** A gentle random landscape: -1..1, the same for the same seed and place, waves about `waveM` metres long. */
export function noise(seed: number, waveM: number, x: number, y: number): number {
  const [column, row] = [Math.floor(x / waveM), Math.floor(y / waveM)];
  const [east, north] = [ease(x / waveM - column), ease(y / waveM - row)];
  const south = mix(corner(seed, column, row), corner(seed, column + 1, row), east);
  const top = mix(corner(seed, column, row + 1), corner(seed, column + 1, row + 1), east);
  return mix(south, top, north);
}

/** A number of one place alone, 0 up to but not 1: what is decided there does not hang on what was decided before. */
export function chanceAt(seed: number, column: number, row: number): number {
  let mixed = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(column, 0x27d4eb2f) ^ Math.imul(row, 0x165667b1);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  mixed = Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39);
  return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
}

function corner(seed: number, column: number, row: number): number {
  return 2 * chanceAt(seed, column, row) - 1;
}

function ease(share: number): number {
  return share * share * (3 - 2 * share);
}

function mix(from: number, to: number, share: number): number {
  return from + (to - from) * share;
}
