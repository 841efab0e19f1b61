import { env } from "cloudflare:workers";
import { evictDurableObject } from "cloudflare:test";
import { describe, expect, test, vi } from "vitest";
import { sosObject } from "../../../src/platform/object-stubs.ts";
import { replayTrip } from "../../../src/protocol/api/history.ts";
import { MadeTrackerToken } from "../../../src/protocol/api/tracker-tokens.ts";
import { DEPOT, drive } from "../objects/trip/trip-fixture.ts";
import { call, codeOf } from "./call.ts";
import { as, type Duty, goOffDuty, onDuty, withAllStreams } from "./duty.ts";
import { osmAndApp, osmAndForm, ownTracks, traccarClassic, traccarJson } from "./tracker-requests.ts";

async function tokenFor({ tokens, driverId }: Duty): Promise<MadeTrackerToken> {
  const answer = await as(tokens.driver, "POST", `/drivers/${driverId}/tracker-tokens`, { name: "Old phone" });
  expect(answer.status).toBe(201);
  return MadeTrackerToken.parse(await answer.json());
}

/** To the second, which is all that some apps tell. */
function secondsAgo(seconds: number): number {
  return (Math.floor(Date.now() / 1_000) - seconds) * 1_000;
}

describe("an unmodified app's own request", () => {
  test.each([
    ["of Traccar Client", traccarClassic, 52.5001],
    ["of Traccar Client since 2025", traccarJson, 52.5002],
    ["of OsmAnd", osmAndApp, 52.5003],
    ["of a tracker that posts a form", osmAndForm, 52.5004],
    ["of OwnTracks", ownTracks, 52.5005],
  ])("%s moves the dot, and sent again is stored once", async (_, request, lat) => {
    const duty = await onDuty();
    const { secret } = await tokenFor(duty);
    const at = secondsAgo(2);
    const first = await call(...request(secret, at));
    expect([first.status, await first.text()]).toEqual([200, request === ownTracks ? "[]" : ""]);
    await evictDurableObject(duty.stub);
    expect((await call(...request(secret, at))).status).toBe(200);
    const fixes = await duty.stub.newestFixes(10);
    expect(fixes).toMatchObject([{ at, lat, verdict: "live" }]);
    expect((await duty.stub.picture())?.point).toMatchObject({ at });
  });

  test("may carry the secret in the server's address and a name of its own beside it", async () => {
    const duty = await onDuty();
    const { osmAndUrl } = await tokenFor(duty);
    const { pathname, search } = new URL(osmAndUrl);
    const sent = `${pathname}${search}&id=482911&timestamp=${secondsAgo(1) / 1_000}&lat=52.5&lon=13.4`;
    expect((await call(sent)).status).toBe(200);
    expect(await duty.stub.newestFixes(5)).toHaveLength(1);
  });
});

test("a batch of several devices is nobody's: nothing of it is stored, and no alarm button is heard for another driver", async () => {
  const [mine, theirs] = [await onDuty(), await onDuty()];
  const [{ secret }, other] = [await tokenFor(mine), await tokenFor(theirs)];
  const report = (device: string, extras: object) => ({
    device_id: device,
    location: { timestamp: new Date(secondsAgo(1)).toISOString(), coords: { latitude: 52.5, longitude: 13.4 }, extras },
  });
  for (const device of [other.secret, "482911"]) {
    const body = JSON.stringify([report(secret, {}), report(device, { alarm: "sos" })]);
    const headers = { "content-type": "application/json" };
    const answer = await call("/osmand", { method: "POST", headers, body });
    expect([answer.status, await answer.json()]).toMatchObject([400, { errors: [{ path: "device_id" }] }]);
  }
  for (const { stub } of [mine, theirs]) {
    expect(await stub.newestFixes(1)).toEqual([]);
    expect((await stub.picture())?.trip.sos).toBe(false);
  }
});

test("a backlog that comes late, twice and in pieces fills the track without a gap or a double", async () => {
  const duty = await onDuty();
  const { secret } = await tokenFor(duty);
  const times = Array.from({ length: 60 }, (_, index) => secondsAgo(300 - 5 * index));
  const backwards = times.toReversed();
  for (const at of [...backwards.slice(0, 30), ...times])
    expect((await call(...osmAndApp(secret, at))).status).toBe(200);
  const kept = (await duty.stub.newestFixes(500)).map(({ at }) => at);
  expect(kept.toSorted((a, b) => a - b)).toEqual(times);
});

test("what a tracker beside a leading phone says is judged as the phone's is, and a replay follows the phone alone", async () => {
  const duty = await onDuty();
  const { secret } = await tokenFor(duty);
  await duty.stub.ingest({ epoch: "phone-0001", fixes: drive(1, 5) });
  for (const [ago, place] of [
    [4, "lat=0&lon=0"],
    [3, "lat=500&lon=13.4"],
    [2, "lat=52.6&lon=13.5&speed=-1"],
  ] as const)
    expect((await call(`/osmand?id=${secret}&timestamp=${secondsAgo(ago) / 1_000}&${place}`)).status).toBe(200);
  expect((await duty.stub.newestFixes(3)).map(({ verdict, reason }) => [verdict, reason])).toEqual([
    ["history", "other-device"],
    ["rejected", "out-of-range"],
    ["rejected", "null-island"],
  ]);
  const replay = await as(duty.tokens.admin, "GET", `/trips/${duty.brief.tripId}/replay?speed=1&frameMs=1000`);
  const { items } = replayTrip.output.parse(await replay.json());
  expect(items).toHaveLength(5);
  expect(items.every(({ lng }) => lng === DEPOT.lng)).toBe(true);
});

test("off duty an app is thanked and nothing is stored, so that it goes on to its next message", async () => {
  const duty = await onDuty();
  const { secret } = await tokenFor(duty);
  await goOffDuty(duty);
  expect((await call(...traccarClassic(secret, secondsAgo(1)))).status).toBe(200);
  expect(await duty.stub.newestFixes(1)).toEqual([]);
});

test("one tracker too many for a trip is not thanked for what is not kept, and its alarm button is heard", async () => {
  const duty = await onDuty();
  const { secret } = await tokenFor(duty);
  await withAllStreams(duty);
  const [path, init] = osmAndApp(secret, secondsAgo(2));
  expect(await codeOf(await call(path, init))).toBe("conflict");
  expect(await codeOf(await call(`${path}&alarm=sos`, init))).toBe("conflict");
  expect((await duty.stub.picture())?.trip.sos).toBe(true);
});

test("the alarm button calls for help, once until somebody answers", async () => {
  const duty = await onDuty();
  const { secret } = await tokenFor(duty);
  for (const ago of [3, 2]) {
    const [path, init] = osmAndApp(secret, secondsAgo(ago));
    expect((await call(`${path}&alarm=sos`, init)).status).toBe(200);
  }
  const picture = await duty.stub.picture();
  expect(picture?.trip.sos).toBe(true);
  expect(picture?.seq).toBe(1);
});

test("off duty the alarm button is heard with its place, which no track keeps, and a second press moves the place", async () => {
  const duty = await onDuty();
  const { secret } = await tokenFor(duty);
  await goOffDuty(duty);
  const desk = sosObject(env, duty.place.tenantId);
  for (const [lat, ago] of [
    [52.6, 3],
    [52.7, 2],
  ] as const) {
    const path = `/osmand?id=${secret}&timestamp=${secondsAgo(ago) / 1_000}&lat=${lat}&lon=13.4&alarm=sos`;
    expect((await call(path)).status).toBe(200);
    const { driverId } = duty;
    expect(await desk.open()).toMatchObject([{ driverId, tripId: null, presses: 1, place: { lat, lng: 13.4 } }]);
  }
  expect(await duty.stub.newestFixes(1)).toEqual([]);
});

test("no secret, an unknown one and a revoked one get one answer, at every door", async () => {
  const duty = await onDuty();
  const { secret, token } = await tokenFor(duty);
  const path = `/drivers/${duty.driverId}/tracker-tokens`;
  const revoked = await as(duty.tokens.admin, "DELETE", `${path}/${token.id}`);
  expect(await revoked.json()).toMatchObject({ id: token.id, revokedAt: expect.any(Number) });
  expect((await as(duty.tokens.admin, "DELETE", `${path}/${token.id}`)).status).toBe(404);
  for (const bad of [secret, "482911", `dst_${"A".repeat(22)}`]) {
    for (const request of [traccarClassic, traccarJson, osmAndForm, ownTracks])
      expect([bad, await codeOf(await call(...request(bad, secondsAgo(1))))]).toEqual([bad, "unauthenticated"]);
  }
  expect(await duty.stub.newestFixes(1)).toEqual([]);
});

test("what cannot be read is refused with the name of the field, and a message without a place is thanked for", async () => {
  const duty = await onDuty();
  const { secret } = await tokenFor(duty);
  const wrong = await call(`/osmand?id=${secret}&lat=north&lon=13`);
  expect(await wrong.json()).toMatchObject({ code: "invalid-request", errors: [{ path: "lat" }] });
  const encrypted = await call(...ownTracks(secret, secondsAgo(1), { _type: "encrypted", data: "AAAA" }));
  expect(await encrypted.json()).toMatchObject({ code: "invalid-request", errors: [{ path: "body" }] });
  expect(await (await call(...ownTracks(secret, secondsAgo(1), { _type: "lwt" }))).text()).toBe("[]");
  expect((await call("/owntracks")).status).toBe(404);
});

test("a secret is shown once, listed without it, and ten are the most", async () => {
  const duty = await onDuty();
  const { secret, token } = await tokenFor(duty);
  await call(...traccarClassic(secret, secondsAgo(1)));
  const path = `/drivers/${duty.driverId}/tracker-tokens`;
  // The use is noted after the tracker's answer.
  await vi.waitFor(async () => {
    const listed = await (await as(duty.tokens.admin, "GET", path)).text();
    expect(listed).not.toContain(secret);
    expect(JSON.parse(listed)).toMatchObject({ items: [{ ...token, lastUsedAt: expect.anything() }] });
  });
  for (let made = 1; made < 10; made++) await tokenFor(duty);
  expect(await codeOf(await as(duty.tokens.driver, "POST", path, { name: "One more" }))).toBe("conflict");
});
