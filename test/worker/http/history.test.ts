import { describe, expect, test } from "vitest";
import { getTripHistory, replayTrip } from "../../../src/protocol/api/history.ts";
import { driveOf, storeTrip } from "../db/stored-trip.ts";
import { DEPOT, drive } from "../objects/trip/trip-fixture.ts";
import { call, codeOf } from "./call.ts";
import { as, type Duty, goOffDuty, onDuty, withAllStreams } from "./duty.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

async function driven(count: number): Promise<Duty> {
  const duty = await onDuty();
  await duty.stub.ingest({ epoch: "phone-0001", fixes: drive(1, count) });
  return duty;
}

async function storedYesterday(count: number) {
  const duty = await onDuty();
  const { place, driverId } = duty;
  const fixes = driveOf(count, Date.now() - DAY_MS);
  const owner = { regionId: place.north, driverId };
  return { ...duty, fixes, tripId: await storeTrip(place.tenant, owner, fixes, 20) };
}

describe("a trip's history", () => {
  test("of a running trip holds sealed chunks and what is in none yet", async () => {
    const { tokens, brief } = await driven(47);
    const answer = await as(tokens.admin, "GET", `/trips/${brief.tripId}/history`);
    const { items, next } = getTripHistory.output.parse(await answer.json());
    expect(items.map(({ seq }) => seq)).toEqual(Array.from({ length: 47 }, (_, index) => index + 1));
    expect([next, items[0]?.verdict]).toEqual([undefined, "live"]);
  });

  test("of an ended trip comes from the database, page by page", async () => {
    const { tokens, tripId, fixes } = await storedYesterday(50);
    const seen: number[] = [];
    for (let after = ""; ;) {
      const answer = await as(tokens.driver, "GET", `/trips/${tripId}/history?limit=20${after}`);
      const page = getTripHistory.output.parse(await answer.json());
      seen.push(...page.items.map(({ fixedAt }) => fixedAt));
      if (page.next === undefined) break;
      after = `&after=${page.next}`;
    }
    expect(seen).toEqual(fixes.map(({ fixedAt }) => fixedAt));
  });

  test("is simpler if so many metres do not matter", async () => {
    const { tokens, tripId } = await storedYesterday(50);
    const answer = await as(tokens.admin, "GET", `/trips/${tripId}/history?simplify=50`);
    expect(getTripHistory.output.parse(await answer.json()).items).toHaveLength(2);
  });

  test("is not found by another driver, another tenant or a store", async () => {
    const { tokens, brief } = await driven(3);
    const path = `/trips/${brief.tripId}/history`;
    const foreign = (await onDuty()).tokens;
    for (const token of [tokens.otherDriver, tokens.store, foreign.admin, foreign.driver])
      expect((await as(token, "GET", path)).status).toBe(404);
  });
});

test("a replay shows the trip in frames, and goes on where the page before ended", async () => {
  const { tokens, tripId, fixes } = await storedYesterday(300);
  const path = `/trips/${tripId}/replay?speed=5&frameMs=200`;
  const first = replayTrip.output.parse(await (await as(tokens.admin, "GET", path)).json());
  expect(first.items).toHaveLength(1_000);
  const second = replayTrip.output.parse(await (await as(tokens.admin, "GET", `${path}&after=${first.next}`)).json());
  expect(second.items[0]?.at).toBe((fixes[0]?.at ?? 0) + 1_000_000);
  expect(second.items.at(-1)?.at).toBe(fixes.at(-1)?.at);
  expect(second.next).toBeUndefined();
});

describe("a driver's history", () => {
  test("spans trips: what is stored, and what is still on its way", async () => {
    const { tokens, driverId, stub, fixes } = await storedYesterday(30);
    await stub.ingest({ epoch: "phone-0001", fixes: drive(1, 5) });
    const path = `/drivers/${driverId}/history?from=${Date.now() - 2 * DAY_MS}&to=${Date.now()}`;
    const { items } = getTripHistory.output.parse(await (await as(tokens.driver, "GET", path)).json());
    expect(items).toHaveLength(35);
    expect(items.slice(0, 30).map(({ at }) => at)).toEqual(fixes.map(({ at }) => at));
  });

  test("comes in pages of whole chunks without a double", async () => {
    const { place, driverId, tokens } = await onDuty();
    const fixes = driveOf(120, Date.now() - DAY_MS);
    await storeTrip(place.tenant, { regionId: place.north, driverId }, fixes, 2);
    const span = `from=${Date.now() - 2 * DAY_MS}&to=${Date.now()}`;
    const seen: number[] = [];
    for (let after = ""; ;) {
      const answer = await as(tokens.admin, "GET", `/drivers/${driverId}/history?${span}${after}`);
      const page = getTripHistory.output.parse(await answer.json());
      seen.push(...page.items.map(({ at }) => at));
      if (page.next === undefined) break;
      after = `&after=${page.next}`;
    }
    expect(seen).toEqual(fixes.map(({ at }) => at));
  });

  test("is of a month at most, and nobody else's", async () => {
    const { tokens, driverId } = await onDuty();
    const long = `/drivers/${driverId}/history?from=0&to=${Date.now()}`;
    expect(await codeOf(await as(tokens.admin, "GET", long))).toBe("invalid-request");
    const short = `/drivers/${driverId}/history?from=${Date.now() - DAY_MS}&to=${Date.now()}`;
    const foreign = (await onDuty()).tokens;
    for (const token of [tokens.otherDriver, tokens.store, foreign.admin])
      expect((await as(token, "GET", short)).status).toBe(404);
  });
});

test("what came last is told with the reason why it does not show, on duty and after", async () => {
  const duty = await driven(3);
  const { stub, tokens, driverId } = duty;
  const now = Date.now();
  await stub.ingest({ epoch: "phone-0001", fixes: [[4, now, 0, 0, 5, 0, 0, 0]] });
  const path = `/drivers/${driverId}/fixes?last=2`;
  const live = await (await as(tokens.driver, "GET", path)).json();
  expect(live).toMatchObject({ items: [{ seq: 4, verdict: "rejected", reason: "null-island" }, { seq: 3 }] });
  await goOffDuty(duty);
  const { place } = duty;
  await storeTrip(place.tenant, { regionId: place.north, driverId }, driveOf(5, now - DAY_MS), 2);
  const stored = await (await as(tokens.admin, "GET", path)).json();
  expect(stored).toMatchObject({ items: [{ seq: 5 }, { seq: 4 }] });
});

describe("a track as a file", () => {
  test.each([
    ["gpx", "application/gpx+xml", "<trkpt ", (text: string) => text.split("<trkpt ").length - 1],
    [
      "kml",
      "application/vnd.google-earth.kml+xml",
      "<LineString>",
      (text: string) => text.split(/^13\.4\d*,/m).length - 1,
    ],
    ["geojson", "application/geo+json", '"LineString"', (text: string) => text.split('Z"').length - 1],
    ["csv", "text/csv; charset=utf-8", "live,none\r\n", (text: string) => text.trim().split("\r\n").length - 1],
    ["ndjson", "application/x-ndjson", '"verdict":"live"', (text: string) => text.trim().split("\n").length],
  ])("of type %s is whole, has a name, and says what it is", async (format, mediaType, piece, countIn) => {
    const { tokens, brief } = await driven(30);
    const answer = await as(tokens.admin, "GET", `/trips/${brief.tripId}/track.${format}`);
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, mediaType]);
    const name = `attachment; filename="track-${brief.tripId}.${format}"`;
    expect(answer.headers.get("content-disposition")).toBe(name);
    const text = await answer.text();
    expect(text).toContain(piece);
    expect(countIn(text)).toBe(30);
  });

  test("is nobody else's", async () => {
    const { brief } = await driven(2);
    const { tokens } = await onDuty();
    expect((await as(tokens.admin, "GET", `/trips/${brief.tripId}/track.gpx`)).status).toBe(404);
  });
});

describe("a recording from elsewhere", () => {
  function gpx(times: readonly number[]): string {
    const points = times.map(
      (at, index) =>
        `<trkpt lat="${DEPOT.lat + index / 1e4}" lon="${DEPOT.lng}"><time>${new Date(at).toISOString()}</time></trkpt>`,
    );
    return `<gpx version="1.1"><trk><trkseg>${points.join("")}</trkseg></trk></gpx>`;
  }

  async function upload(token: string, { driverId, brief }: Duty, text: string): Promise<Response> {
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/gpx+xml" };
    const path = `/api/v1/drivers/${driverId}/gpx?tripId=${brief.tripId}`;
    return call(path, { method: "POST", headers, body: text });
  }

  test("fills the track alone, once, and only with what lies within the duty", async () => {
    const duty = await onDuty();
    const { stub, tokens } = duty;
    const now = Date.now();
    const times = [now - 60 * MINUTE_MS, now - 5 * MINUTE_MS, now - 4 * MINUTE_MS];
    const first = await (await upload(tokens.driver, duty, gpx(times))).json();
    expect(first).toEqual({ added: 2, repeated: 0, refused: 1, withoutTime: 0 });
    const second = await (await upload(tokens.driver, duty, gpx(times))).json();
    expect(second).toEqual({ added: 0, repeated: 2, refused: 1, withoutTime: 0 });
    expect(await stub.newestFixes(5)).toMatchObject([{ verdict: "history" }, { verdict: "history" }]);
    expect((await stub.picture())?.point).toBeNull();
  });

  test("is refused with a word about why: no GPX, somebody else's trip, too long ago", async () => {
    const duty = await onDuty();
    const { tokens } = duty;
    const wrong = await upload(tokens.driver, duty, "<kml/>");
    expect(await wrong.json()).toMatchObject({
      code: "invalid-request",
      errors: [{ path: "body", message: "is not GPX" }],
    });
    expect((await upload(tokens.otherDriver, duty, gpx([Date.now()]))).status).toBe(404);
    const old = await onDuty({
      status: "completed",
      startedAt: Date.now() - 3 * DAY_MS,
      finishedAt: Date.now() - 2 * DAY_MS,
    });
    expect(await codeOf(await upload(old.tokens.driver, old, gpx([Date.now() - 2.5 * DAY_MS])))).toBe("conflict");
  });

  test("is refused as a whole where it is one stream too many for its trip", async () => {
    const duty = await onDuty();
    await withAllStreams(duty);
    expect(await codeOf(await upload(duty.tokens.driver, duty, gpx([Date.now() - MINUTE_MS])))).toBe("conflict");
  });

  test("may be eight megabytes, where other bodies end at one", async () => {
    const duty = await onDuty();
    const padding = `<!--${"x".repeat(2 * 1024 * 1024)}-->`;
    const large = gpx([Date.now() - MINUTE_MS]).replace("<trk>", `${padding}<trk>`);
    expect((await upload(duty.tokens.driver, duty, large)).status).toBe(200);
    expect((await upload(duty.tokens.driver, duty, padding.repeat(5))).status).toBe(413);
  });
});
