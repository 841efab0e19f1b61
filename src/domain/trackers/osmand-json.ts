import { err, ok, type Result } from "../result.ts";
import { booleanField, fieldOf, numberField, textField } from "./json-field.ts";
import { batteryOf, draftOf, type FixDraft, type TrackerError, type TrackerReport } from "./tracker-report.ts";
import { timeOrNow } from "./tracker-time.ts";

/** A day at one report in 45 s, about 0.8 MB: what a phone that was offline sends at once if it sends batches at all. */
export const OSMAND_REPORTS_MAX = 2000;
const FULL_BATTERY = 1;

/**
 * What Traccar's app sends since 2025: `{ location, device_id }`, speed in metres a second, battery from 0 to 1, and -1 for
 * whatever it does not know. A batch is an array of these, or one whose `location` is an array.
 */
export function readOsmAndJson(body: unknown, now: number): Result<TrackerReport[], TrackerError> {
  const messages: unknown[] = Array.isArray(body) ? body : [body];
  const reports: TrackerReport[] = [];
  for (const message of messages) {
    const deviceToken = textField(message, "device_id");
    if (deviceToken === null) return err({ tag: "malformed", field: "device_id" });
    const location = fieldOf(message, "location");
    const locations: unknown[] = Array.isArray(location) ? location : [location];
    if (reports.length + locations.length > OSMAND_REPORTS_MAX)
      return err({ tag: "too-many", max: OSMAND_REPORTS_MAX });
    for (const one of locations) {
      const report = readLocation(deviceToken, one, now);
      if (!report.ok) return report;
      reports.push(report.value);
    }
  }
  return ok(reports);
}

function readLocation(deviceToken: string, location: unknown, now: number): Result<TrackerReport, TrackerError> {
  if (typeof location !== "object" || location === null) return err({ tag: "malformed", field: "location" });
  const draft = readDraft(location, now);
  if (!draft.ok) return draft;
  const battery = fieldOf(location, "battery");
  const alarm = textField(location, "alarm") ?? textField(fieldOf(location, "extras"), "alarm");
  return ok({
    deviceToken,
    draft: draft.value,
    battery: batteryOf(numberField(battery, "level"), booleanField(battery, "is_charging"), FULL_BATTERY),
    sos: alarm === "sos",
  });
}

function readDraft(location: unknown, now: number): Result<FixDraft | null, TrackerError> {
  const at = timeOrNow(textField(location, "timestamp"), now);
  if (at === null) return err({ tag: "malformed", field: "timestamp" });
  const coords = fieldOf(location, "coords");
  if (coords === undefined || coords === null) return ok(null);
  const lat = numberField(coords, "latitude");
  const lng = numberField(coords, "longitude");
  if (lat === null || lng === null) return err({ tag: "malformed", field: lat === null ? "latitude" : "longitude" });
  return ok(
    draftOf({
      at,
      lat,
      lng,
      accuracyM: numberField(coords, "accuracy"),
      speedMps: numberField(coords, "speed"),
      headingDeg: numberField(coords, "heading"),
      isMock: booleanField(location, "mock") === true,
    }),
  );
}
