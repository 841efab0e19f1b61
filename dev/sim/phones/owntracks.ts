import type { FixDraft } from "../../../src/domain/live-client/outbox.ts";
import type { TrackerApp } from "./tracker-phone.ts";

const KMH_PER_MPS = 3.6;
/** What its "move" mode asks the receiver for. */
const EVERY_SECONDS = 10;
const SECOND_MS = 1_000;

/** OwnTracks in HTTP mode: JSON, whole seconds, the secret as the password. */
export function ownTracksApp(baseUrl: string, secret: string): TrackerApp {
  const headers = {
    "content-type": "application/json; charset=utf-8",
    authorization: `Basic ${btoa(`phone:${secret}`)}`,
    "x-limit-u": "phone",
    "x-limit-d": "phone",
  };
  const request = ({ at, lat, lng, accuracyM, speedMps, headingDeg }: FixDraft): readonly [string, RequestInit] => {
    const seconds = Math.floor(at / SECOND_MS);
    const body = {
      _type: "location",
      tid: "ph",
      tst: seconds,
      created_at: seconds,
      lat,
      lon: lng,
      acc: Math.round(accuracyM ?? 0),
      vel: Math.round((speedMps ?? 0) * KMH_PER_MPS),
      cog: Math.round(headingDeg ?? 0),
      batt: 79,
      bs: 1,
      conn: "m",
      m: 1,
      t: "t",
    };
    return [`${baseUrl}/owntracks`, { method: "POST", headers, body: JSON.stringify(body) }];
  };
  return { everySeconds: EVERY_SECONDS, request };
}
