/** Requests as the unmodified apps write them, with a secret where their users put it. */

/** Traccar Client for Android up to version 9: the server's address with the parameters behind it, by POST without a body. */
export function traccarClassic(secret: string, at: number): [path: string, init: RequestInit] {
  const parameters = `id=${secret}&timestamp=${Math.floor(at / 1_000)}&lat=52.5001&lon=13.4&speed=9.7192&bearing=12.5&altitude=34.0&accuracy=4.8&batt=81.0`;
  return [
    `/osmand?${parameters}`,
    { method: "POST", headers: { "user-agent": "Dalvik/2.1.0", "content-length": "0" } },
  ];
}

/** Traccar Client since 2025, on both systems. */
export function traccarJson(secret: string, at: number): [path: string, init: RequestInit] {
  const location = {
    event: "motionchange",
    is_moving: true,
    uuid: "0f4f3c1e-8f5e-4a4b-9d36-6f3c1f1a0001",
    timestamp: new Date(at).toISOString(),
    odometer: 12_345.6,
    coords: {
      latitude: 52.5002,
      longitude: 13.4,
      accuracy: 5.1,
      speed: 5,
      speed_accuracy: 0.4,
      heading: 13,
      heading_accuracy: 8,
      altitude: 34.2,
      ellipsoidal_altitude: 74.4,
      altitude_accuracy: 1.2,
    },
    activity: { type: "in_vehicle", confidence: 100 },
    battery: { is_charging: false, level: 0.8 },
    extras: {},
  };
  const headers = { "content-type": "application/json" };
  return ["/osmand", { method: "POST", headers, body: JSON.stringify({ location, device_id: secret }) }];
}

/** The OsmAnd app's online tracking, whose address is a template that its user fills in. */
export function osmAndApp(secret: string, at: number): [path: string, init: RequestInit] {
  const parameters = `lat=52.5003&lon=13.4&timestamp=${at}&hdop=4.0&altitude=35.0&speed=8.2&bearing=10.0`;
  return [`/osmand?id=${secret}&${parameters}`, { headers: { "user-agent": "OsmAnd" } }];
}

/** Trackers that post a form. */
export function osmAndForm(secret: string, at: number): [path: string, init: RequestInit] {
  const body = `id=${secret}&lat=52.5004&lon=13.4&timestamp=${at}&speed=1`;
  return ["/track/osmand", { method: "POST", headers: { "content-type": "application/x-www-form-urlencoded" }, body }];
}

/** OwnTracks in HTTP mode: who it is stands in the authorization, twice in headers of its own, and the secret is the password. */
export function ownTracks(secret: string, at: number, changed: object = {}): [path: string, init: RequestInit] {
  const body = {
    _type: "location",
    BSSID: "c0:ff:ee:00:00:01",
    acc: 6,
    alt: 35,
    batt: 79,
    bs: 1,
    cog: 11,
    conn: "m",
    created_at: Math.floor(at / 1_000),
    lat: 52.5005,
    lon: 13.4,
    m: 1,
    t: "u",
    tid: "ad",
    topic: "owntracks/ada/phone",
    tst: Math.floor(at / 1_000),
    vac: 2,
    vel: 29,
    ...changed,
  };
  const headers = {
    "content-type": "application/json; charset=utf-8",
    "user-agent": "Owntracks-Android/gms/420500000",
    authorization: `Basic ${btoa(`ada:${secret}`)}`,
    "x-limit-u": "ada",
    "x-limit-d": "phone",
  };
  return ["/owntracks", { method: "POST", headers, body: JSON.stringify(body) }];
}
