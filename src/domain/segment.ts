import { lengthM } from "./geo.ts";
import type { Metres } from "./geo.ts";

/** How much of a straight piece lies behind the point of it that is nearest to the place. */
export function nearestShare(place: Metres, from: Metres, to: Metres): number {
  const stepX = to.x - from.x;
  const stepY = to.y - from.y;
  const squared = stepX * stepX + stepY * stepY;
  if (squared === 0) return 0;
  const share = ((place.x - from.x) * stepX + (place.y - from.y) * stepY) / squared;
  return share < 0 ? 0 : share > 1 ? 1 : share;
}

export function distanceToSegment(place: Metres, from: Metres, to: Metres): number {
  const share = nearestShare(place, from, to);
  return lengthM(from.x + share * (to.x - from.x) - place.x, from.y + share * (to.y - from.y) - place.y);
}

/** How far along the first piece the second one cuts it; null where they do not meet, or run in parallel. */
export function crossingShare(from: Metres, to: Metres, [a, b]: readonly [Metres, Metres]): number | null {
  const [stepX, stepY] = [to.x - from.x, to.y - from.y];
  const [edgeX, edgeY] = [b.x - a.x, b.y - a.y];
  const turn = stepX * edgeY - stepY * edgeX;
  if (turn === 0) return null;
  const share = ((a.x - from.x) * edgeY - (a.y - from.y) * edgeX) / turn;
  const edgeShare = ((a.x - from.x) * stepY - (a.y - from.y) * stepX) / turn;
  const meets = share >= 0 && share <= 1 && edgeShare >= 0 && edgeShare <= 1;
  return meets ? share : null;
}

export function pointAlong(from: Metres, to: Metres, share: number): Metres {
  return { x: from.x + share * (to.x - from.x), y: from.y + share * (to.y - from.y) };
}
