import { SEQ_BITS_MASK, type LiveDriver } from "../../protocol/live/dispatch-down.ts";
import { encodeLiveFrame, type LiveAnchor, type LiveFrame, type LiveRecord } from "../live-record.ts";

/** Positions for viewers who know the drivers by their index already. */
export function positionFrame(
  { kind, rev, drivers }: Pick<LiveFrame, "kind" | "rev"> & { readonly drivers: Iterable<LiveDriver> },
  anchor: LiveAnchor,
  now: number,
): ArrayBuffer {
  const records = [...drivers].flatMap((driver) => recordOf(driver, now) ?? []);
  return encodeLiveFrame({ kind, rev, records }, anchor);
}

function recordOf({ index, seq, point }: LiveDriver, now: number): LiveRecord | null {
  if (point === null) return null;
  const { lat, lng, speedMps, headingDeg, at } = point;
  return { index, lat, lng, speedMps, headingDeg, seq: seq & SEQ_BITS_MASK, ageMs: Math.max(0, now - at) };
}
