import { lengthM, localFrame, toLocal } from "../geo.ts";
import type { LivePoint, ReportDemand } from "../../protocol/live/trip-report.ts";

/** So much later a report is made again that no region took, or that was to bring something which did not come. */
export const AGAIN_MS = 60_000;
/**
 * Somebody looks: phones measure every 5 s on the road, so a third of the positions is told. Reports are the dearest
 * thing of the live view (half of its CPU, 95 % of its requests); between them a map moves the dot by speed and heading.
 */
export const WATCHED_MS = 15_000;
/** One object takes some 300 calls a second; 200 leaves room for changes that cannot wait. Shards take as many each. */
const REPORTS_PER_SECOND_MAX = 200;
/** An early report within a slot must leave the rest of the reports a third of the slot apart. */
const EARLY_AFTER_SHARE = 1 / 3;
/** A dot this far from where a map draws it has visibly taken another street. */
const MISLED_M = 60;

/**
 * What a region asks of its trips, which report to it or to its shards. While nobody looks it is told what happens, and no
 * position: whoever begins to look has all trips asked.
 */
export function regionDemand(watchers: number, drivers: number, shards = 0): ReportDemand {
  const perSecond = REPORTS_PER_SECOND_MAX * Math.max(1, shards);
  const nextMs = watchers === 0 ? null : Math.max(WATCHED_MS, Math.ceil((drivers * 1000) / perSecond));
  return { watchers, nextMs, ...(shards > 0 && { shards }) };
}

/** Where a trip stands with its reports. */
export interface ReportSlot {
  readonly reported: LivePoint | null;
  readonly reportedAt: number;
  readonly dueAt: number;
}

/**
 * Whether a position is to be reported now; then the slot that follows. It is due at the end of the slot, or once
 * early in it if maps would by now draw the driver in a wrong street. An early report does not start the next slot, so
 * that over time there is never more than one for each `nextMs`. Changes of status and the like do not ask: they go at
 * once.
 */
export function nextReport(slot: ReportSlot, point: LivePoint, now: number, nextMs: number | null): ReportSlot | null {
  if (nextMs === null) return null;
  if (now >= slot.dueAt) return { reported: point, reportedAt: now, dueAt: now + nextMs };
  const early = slot.dueAt - now <= nextMs && now - slot.reportedAt >= nextMs * EARLY_AFTER_SHARE;
  if (!early || slot.reported === null || misleadM(slot.reported, point) < MISLED_M) return null;
  return { reported: point, reportedAt: now, dueAt: slot.dueAt + nextMs };
}

/** Metres between where the driver is and where a map draws it that was told `reported`. */
function misleadM(reported: LivePoint, point: LivePoint): number {
  const went = toLocal(localFrame(reported), point);
  const driven = (Math.max(0, point.at - reported.at) / 1000) * (reported.speedMps ?? 0);
  const heading = ((reported.headingDeg ?? 0) * Math.PI) / 180;
  return lengthM(went.x - driven * Math.sin(heading), went.y - driven * Math.cos(heading));
}
