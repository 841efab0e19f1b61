import { err, ok, type Result } from "../result.ts";
import { readNumber } from "./json-field.ts";
import { batteryOf, draftOf, type FixDraft, type TrackerError, type TrackerReport } from "./tracker-report.ts";
import { timeOrNow } from "./tracker-time.ts";

const MPS_PER_KNOT = 1852 / 3600;
/** What one unit of dilution is worth with a phone's receiver, for a tracker that tells no accuracy. */
const METRES_PER_HDOP = 5;
const FULL_BATTERY = 100;

/** The other names under which trackers of this protocol send a parameter. */
const ALIASES = new Map([
  ["deviceid", "id"],
  ["heading", "bearing"],
]);

/**
 * One report in the parameters of a query or a form, as the OsmAnd app and many trackers send it: speed in knots, battery
 * in percent. A message without a place, such as one of mobile cells, and one that says `valid=false` has no draft: the
 * place in it is the last one that the tracker knew. Without a time it is as of `now`.
 */
export function readOsmAndQuery(
  parameters: Iterable<readonly [string, string]>,
  now: number,
): Result<TrackerReport, TrackerError> {
  const query = named(parameters);
  const deviceToken = query.get("id");
  if (deviceToken === undefined) return err({ tag: "malformed", field: "id" });
  const numbers = readNumbers(query);
  if (!numbers.ok) return numbers;
  const draft = readDraft(query, numbers.value, now);
  if (!draft.ok) return draft;
  const charging = query.has("charge") ? isTrue(query.get("charge")) : null;
  return ok({
    deviceToken,
    draft: draft.value,
    battery: batteryOf(numbers.value.batt, charging, FULL_BATTERY),
    sos: query.get("alarm") === "sos",
  });
}

function named(parameters: Iterable<readonly [string, string]>): Map<string, string> {
  const query = new Map<string, string>();
  for (const [name, value] of parameters) {
    if (value !== "") query.set(ALIASES.get(name) ?? name, value);
  }
  const [lat, lon] = query.get("location")?.split(",") ?? [];
  if (lat !== undefined && lon !== undefined) query.set("lat", lat).set("lon", lon);
  return query;
}

const NUMBERS = ["lat", "lon", "speed", "bearing", "accuracy", "hdop", "batt"] as const;
type Numbers = Record<(typeof NUMBERS)[number], number | null>;

function readNumbers(query: ReadonlyMap<string, string>): Result<Numbers, TrackerError> {
  const numbers: Numbers = { lat: null, lon: null, speed: null, bearing: null, accuracy: null, hdop: null, batt: null };
  for (const name of NUMBERS) {
    const text = query.get(name);
    if (text === undefined) continue;
    numbers[name] = readNumber(text);
    if (numbers[name] === null) return err({ tag: "malformed", field: name });
  }
  return ok(numbers);
}

function readDraft(
  query: ReadonlyMap<string, string>,
  { lat, lon, speed, bearing, accuracy, hdop }: Numbers,
  now: number,
): Result<FixDraft | null, TrackerError> {
  const at = timeOrNow(query.get("timestamp") ?? null, now);
  if (at === null) return err({ tag: "malformed", field: "timestamp" });
  if (lat === null || lon === null) return ok(null);
  if (query.has("valid") && !isTrue(query.get("valid"))) return ok(null);
  return ok(
    draftOf({
      at,
      lat,
      lng: lon,
      accuracyM: accuracy ?? (hdop === null ? null : hdop * METRES_PER_HDOP),
      speedMps: speed === null ? null : speed * MPS_PER_KNOT,
      headingDeg: bearing,
      isMock: isTrue(query.get("mock")),
    }),
  );
}

function isTrue(text: string | undefined): boolean {
  return text === "1" || text?.toLowerCase() === "true";
}
