import { createLog, logError } from "../../platform/log.ts";
import { newRequestId } from "../../platform/new-id.ts";
import type { LatLng } from "../../domain/geo.ts";
import type { NearFences } from "../../protocol/live/live-fence.ts";
import type { ReportDemand } from "../../protocol/live/trip-report.ts";
import type { TripScene } from "./trip-scene.ts";

type AskRegion = (around: LatLng | null) => Promise<NearFences>;

/**
 * Each answer to a report names the version of the region's fences; a trip that holds another one asks for them then.
 * So no fix waits for fences, and a trip that missed a change hears of it with its next report.
 */
export async function followFences(scene: TripScene, demand: ReportDemand, ask: AskRegion): Promise<void> {
  const place = scene.intake.point ?? scene.plan.stops[scene.plan.next] ?? null;
  if (demand.fences === undefined || !scene.fences.isOutdated(demand.fences, place)) return;
  try {
    scene.fences.hold(await ask(place && { lat: place.lat, lng: place.lng }));
  } catch (error) {
    // It keeps those it has, and asks again after its next report.
    logError(createLog({ requestId: newRequestId() }), "trip asks for fences", error);
  }
}
