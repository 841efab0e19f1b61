import { err, ok, type Result } from "../../domain/result.ts";
import type { StepRefused, TripCommand } from "../../domain/trip-step.ts";
import type { DriverAction } from "../../protocol/live/driver-up.ts";
import type { TripEvent } from "../../protocol/live/trip-event.ts";
import { changeTrip, noteTrip } from "./trip-change.ts";
import { pressHelp } from "./trip-help.ts";
import type { Happened } from "./trip-log.ts";
import type { TripScene } from "./trip-scene.ts";

export type ActionRefused = { readonly tag: "out-of-order" } | StepRefused;

/**
 * Takes one action of a device's numbered stream. Actions are done strictly in order: one that comes too early stays with
 * its sender. What the rules refuse is counted and noted all the same, or it would come again for ever.
 */
export function takeAction(
  scene: TripScene,
  action: DriverAction,
  happened: Happened,
  now: number,
): Result<TripEvent[], ActionRefused> {
  const { epoch, seq } = action;
  const stream = scene.intake.stream(epoch);
  if (!stream || seq > stream.actions + 1) return err({ tag: "out-of-order" });
  if (seq <= stream.actions) return ok([]);
  return scene.store.together(() => {
    scene.intake.markAction(epoch, seq);
    const changed = changeTrip(scene, commandOf(action), happened, now);
    if (action.type === "driver:sos") pressHelp(scene, action, happened, action.sosId);
    if (!changed.ok) noteTrip(scene, { kind: "refused", asked: action.type, why: changed.error.tag }, happened, now);
    scene.save();
    return changed;
  });
}

function commandOf(action: DriverAction): TripCommand {
  switch (action.type) {
    case "trip:statusUpdate":
      return { type: "trip", event: action.event };
    case "stop:statusUpdate": {
      const { stopId, event, reason, proofs } = action;
      return { type: "stop", stopId, event, source: "manual", reason, proofs };
    }
    case "shipment:statusUpdate": {
      const { shipmentId, status, reason, proofId } = action;
      return { type: "shipment", shipmentId, status, reason, proofId };
    }
    case "driver:sos": {
      const { lat, lng, note } = action;
      return { type: "sos", lat, lng, note };
    }
  }
}
