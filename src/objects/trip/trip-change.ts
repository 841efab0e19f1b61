import type { Happening } from "../../domain/happening.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { TripChange } from "../../domain/trip-parcels.ts";
import { type StepRefused, stepTrip, type TripCommand } from "../../domain/trip-step.ts";
import { GeofenceId, StopId } from "../../protocol/ids.ts";
import type { TripEvent, TripEventBody } from "../../protocol/live/trip-event.ts";
import type { Happened } from "./trip-log.ts";
import type { TripScene } from "./trip-scene.ts";

/** What the object concludes by itself has this name in the log. */
const AUTOMATIC = "system";

/** Does what somebody asks for, if the rules allow it now. An empty list: it was so already. */
export function changeTrip(
  scene: TripScene,
  command: TripCommand,
  happened: Happened,
  now: number,
): Result<TripEvent[], StepRefused> {
  const step = stepTrip(scene.brief, command, happened.at);
  return step.ok ? ok(write(scene, step.value, happened, now)) : step;
}

/** Writes lines that change nothing but the log. */
export function noteTrip(scene: TripScene, body: TripEventBody, happened: Happened, now: number): TripEvent[] {
  return write(scene, { brief: scene.brief, bodies: [body] }, happened, now);
}

/** What a fix led to. Points that came too late tell of fences only: nobody has to be told any more that a stop was reached. */
export function concludeTrip(scene: TripScene, happening: Happening, now: number): TripEvent[] {
  const happened = { actor: AUTOMATIC, at: happening.at };
  const command = commandFor(happening);
  if (command) {
    const changed = changeTrip(scene, command, happened, now);
    // The rules had the last word: a driver who said "done" is not taken back by the geofence.
    return changed.ok ? changed.value : [];
  }
  // Deleted while the driver was inside: nobody asks about it any more.
  if ("fenceId" in happening && !scene.fences.index.byId.has(happening.fenceId)) return [];
  const body = bodyFor(happening);
  return body ? noteTrip(scene, body, happened, now) : [];
}

/** Lines and what they tell of become durable together, and with them the fixes that led to them. */
function write(scene: TripScene, { brief, bodies }: TripChange, happened: Happened, now: number): TripEvent[] {
  if (bodies.length === 0) return [];
  return scene.store.together(() => {
    scene.seal();
    const events = scene.log.append(bodies, happened, now);
    if (brief !== scene.brief) scene.setBrief(brief);
    return events;
  });
}

/** What a happening asks of the trip; a late one is only told. */
function commandFor(happening: Happening): TripCommand | null {
  if (happening.late || !("stopId" in happening)) return null;
  const stopId = StopId.parse(happening.stopId);
  if (happening.kind === "stop-nearby") return { type: "near", stopId };
  const event = happening.kind === "stop-arrived" ? "arrive" : "leave";
  return { type: "stop", stopId, event, source: "automatic", reason: null };
}

function bodyFor(happening: Happening): TripEventBody | null {
  if ("fenceId" in happening) {
    const { fenceId, late } = happening;
    return { kind: "fence", fenceId: GeofenceId.parse(fenceId), crossing: CROSSING[happening.kind], late };
  }
  const change = MOTION[happening.kind];
  return change && { kind: "motion", change };
}

const CROSSING = { "fence-entered": "entered", "fence-left": "left", "fence-dwelt": "dwelt" } as const;

/** Null for what the log does not tell, or tells as a command's outcome. */
const MOTION = {
  "off-route": "off-route",
  "back-on-route": "on-route",
  "idle-began": "idle",
  "idle-ended": "moving",
  "stop-arrived": null,
  "stop-left": null,
  "stop-nearby": null,
} as const satisfies Record<Exclude<Happening["kind"], keyof typeof CROSSING>, string | null>;
