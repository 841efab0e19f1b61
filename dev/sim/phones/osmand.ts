import type { FixDraft } from "../../../src/domain/live-client/outbox.ts";
import type { TrackerApp } from "./tracker-phone.ts";

const KNOTS_PER_MPS = 3600 / 1852;
/** Its default is five minutes; a courier's is set closer. */
const EVERY_SECONDS = 5;
const SECOND_MS = 1_000;

/** Traccar Client: a POST without a body, everything in the address, the speed in knots. */
export function osmAndApp(baseUrl: string, secret: string): TrackerApp {
  const request = ({ at, lat, lng, accuracyM, speedMps, headingDeg }: FixDraft): readonly [string, RequestInit] => {
    const query = new URLSearchParams({
      id: secret,
      timestamp: String(Math.floor(at / SECOND_MS)),
      lat: String(lat),
      lon: String(lng),
      speed: ((speedMps ?? 0) * KNOTS_PER_MPS).toFixed(4),
      bearing: (headingDeg ?? 0).toFixed(1),
      altitude: "12.0",
      accuracy: (accuracyM ?? 0).toFixed(1),
      batt: "81.0",
    });
    return [`${baseUrl}/osmand?${query.toString()}`, { method: "POST" }];
  };
  return { everySeconds: EVERY_SECONDS, request };
}
