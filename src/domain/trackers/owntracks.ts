import { MILLIS_MAX } from "../../protocol/live/fix.ts";
import { err, ok, type Result } from "../result.ts";
import { fieldOf, numberField } from "./json-field.ts";
import { batteryOf, draftOf, type TrackerError, type TrackerReport } from "./tracker-report.ts";

/** What the app wants to read when its message has arrived: commands and friends, of which there are none. */
export const OWNTRACKS_ANSWER = "[]";

const MPS_PER_KMH = 1 / 3.6;
const FULL_BATTERY = 100;
const SECONDS_MAX = Math.floor(MILLIS_MAX / 1_000);
/** Plugged in, or full and plugged in; 0 is unknown and 1 unplugged. */
const UNPLUGGED = 1;
const CHARGING = 2;
const FULL = 3;

/**
 * A message of the OwnTracks apps in HTTP mode. Who sends is not in it: `tid` is two letters that anybody may choose, so
 * the request's own authorization must say. Waypoints, transitions, steps and the like are heard and have no draft, but an
 * encrypted message is refused: to thank for it would lose its place without a word.
 */
export function readOwnTracks(body: unknown): Result<TrackerReport, TrackerError> {
  const type = fieldOf(body, "_type");
  if (type === "encrypted") return err({ tag: "encrypted" });
  if (typeof type !== "string") return err({ tag: "malformed", field: "_type" });
  if (type !== "location") return ok({ deviceToken: null, draft: null, battery: null, sos: false });
  const seconds = numberField(body, "tst");
  if (seconds === null || seconds < 0 || seconds > SECONDS_MAX) return err({ tag: "malformed", field: "tst" });
  const lat = numberField(body, "lat");
  const lng = numberField(body, "lon");
  if (lat === null || lng === null) return err({ tag: "malformed", field: lat === null ? "lat" : "lon" });
  const kmh = numberField(body, "vel");
  const draft = draftOf({
    at: Math.round(seconds * 1000),
    lat,
    lng,
    accuracyM: numberField(body, "acc"),
    speedMps: kmh === null ? null : kmh * MPS_PER_KMH,
    headingDeg: numberField(body, "cog"),
    isMock: false,
  });
  const battery = batteryOf(numberField(body, "batt"), readCharging(numberField(body, "bs")), FULL_BATTERY);
  return ok({ deviceToken: null, draft, battery, sos: false });
}

function readCharging(status: number | null): boolean | null {
  if (status === CHARGING || status === FULL) return true;
  return status === UNPLUGGED ? false : null;
}
