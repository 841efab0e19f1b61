import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { tripObject } from "../../../src/platform/object-stubs.ts";
import { CLOSE } from "../../../src/protocol/live/close-codes.ts";
import { LIVE_PROTOCOL } from "../../../src/protocol/live/live-protocol.ts";
import { CustomerView, TrackDown } from "../../../src/protocol/live/track-down.ts";
import { setShipmentStatus } from "../../../src/services/shipment-changes.ts";
import { newPlace } from "../access/place.ts";
import { drive, Ear, is } from "../objects/trip/trip-fixture.ts";
import { valueOf } from "../services/people-fixture.ts";
import { newLink } from "../services/shipment-fixture.ts";
import { liveDeps, newShipment } from "../services/trip-place.ts";
import { call, codeOf } from "./call.ts";
import { newNetwork } from "./person.ts";

const OWN = "http://doorstep.test";

async function ask(path: string, headers: Record<string, string> = {}): Promise<Response> {
  return call(path, { headers: { "cf-connecting-ip": newNetwork(), ...headers } });
}

/** A customer whose driver is under way. */
async function followed() {
  const place = await newPlace();
  const { tenantId, trip, links } = place;
  const stub = tripObject(env, tenantId, trip.tripId);
  await stub.command({ type: "trip", event: "start" }, "test");
  return { place, stub, token: links.own };
}

/** A link of a shipment that nobody carries. */
async function early() {
  const place = await newPlace();
  return (await newLink(place, (await newShipment(place)).id)).token;
}

test("the holder of a link sees the view that the trip has for it, and no more than that", async () => {
  const { place, stub, token } = await followed();
  await stub.ingest({ epoch: "phone-0001", fixes: drive(1, 3) });
  const answer = await ask(`/api/v1/track/${token}`);
  expect(answer.status).toBe(200);
  const text = await answer.text();
  expect(JSON.parse(text)).toMatchObject({ state: "visible", stopsBefore: 0, driver: { firstName: "Canary" } });
  expect(JSON.parse(text)).toMatchObject({ destination: { lat: 52.51, lng: 13.4 } });
  // Nobody learns who drives, where another parcel goes, nor to the metre where the driver is.
  for (const secret of [...place.canaries, "52.52", "52.53", "52.50018"]) expect(text).not.toContain(secret);
});

test("a view that has not changed costs a 304, and one that has is told", async () => {
  const { stub, token } = await followed();
  const path = `/api/track/${token}`;
  const etag = (await ask(path)).headers.get("etag") ?? "";
  const same = await ask(path, { "if-none-match": `"other", W/${etag}` });
  expect([same.status, await same.text(), same.headers.get("etag")]).toEqual([304, "", etag]);
  await stub.ingest({ epoch: "phone-0001", fixes: drive(1, 1) });
  expect((await ask(path, { "if-none-match": etag })).status).toBe(200);
});

test("no answer may be kept or found by a search", async () => {
  const { token } = await followed();
  const { headers } = await ask(`/api/v1/track/${token}`);
  expect(Object.fromEntries(headers)).toMatchObject({
    "cache-control": "no-store",
    "x-robots-tag": "noindex, nofollow, noarchive",
    "referrer-policy": "no-referrer",
  });
});

test("whatever opens nothing is not found, in the same words", async () => {
  const { links } = await newPlace();
  const tokens = [links.expired, links.revoked, "B".repeat(22), "x", "y".repeat(500)];
  const answers = await Promise.all(tokens.map((token) => ask(`/api/v1/track/${token}`)));
  const bodies = await Promise.all(
    answers.map(async (answer) => ({ ...(await answer.json<object>()), requestId: "" })),
  );
  expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
  expect(new Set(bodies.map((body) => JSON.stringify(body))).size).toBe(1);
});

test("a shipment that nobody carries yet shows its status and no place", async () => {
  const answer = await ask(`/api/v1/track/${await early()}`);
  expect(await answer.json()).toMatchObject({ state: "hidden", status: "created", point: null, driver: null });
});

test("what was called off before anybody carried it says when, and no more of the reason than the list has", async () => {
  const place = await newPlace();
  const reasons = { "sender-request": "sender-request", "Robin rang twice": null };
  for (const [reason, told] of Object.entries(reasons)) {
    const { id } = await newShipment(place);
    const { token } = await newLink(place, id);
    const before = Date.now();
    valueOf(await setShipmentStatus(liveDeps(place.admin), id, { status: "cancelled", reason }, undefined));
    const view = CustomerView.parse(await (await ask(`/api/v1/track/${token}`)).json());
    expect(view).toMatchObject({ state: "ended", status: "cancelled", promised: null, end: { reason: told } });
    expect(view.end?.at).toBeGreaterThanOrEqual(before);
  }
});

test("the socket tells the view at once and each change, as the protocol that was offered", async () => {
  const { stub, token } = await followed();
  const answer = await ask(`/ws/track/${token}`, {
    upgrade: "websocket",
    origin: OWN,
    "sec-websocket-protocol": LIVE_PROTOCOL,
  });
  expect([answer.status, answer.headers.get("sec-websocket-protocol")]).toEqual([101, LIVE_PROTOCOL]);
  if (!answer.webSocket) throw new Error("no socket");
  const ear = new Ear(answer.webSocket, TrackDown);
  expect((await ear.wait(is("view"))).view.point).toBeNull();
  await stub.ingest({ epoch: "phone-0001", fixes: drive(1, 1) });
  expect((await ear.wait(is("view"), 1)).view.point).not.toBeNull();
  ear.hangUp();
});

test("without a trip the socket says to come back, and a strange page is not let in", async () => {
  const path = `/ws/track/${await early()}`;
  const answer = await ask(path, { upgrade: "websocket" });
  if (!answer.webSocket) throw new Error("no socket");
  expect(await new Ear(answer.webSocket, TrackDown).waitForClose()).toMatchObject({ code: CLOSE.moved });
  expect(await codeOf(await ask(path, { upgrade: "websocket", origin: "https://other.example" }))).toBe("forbidden");
  expect(await codeOf(await ask(path))).toBe("upgrade-required");
  expect(await codeOf(await ask("/ws/track/nothing", { upgrade: "websocket" }))).toBe("not-found");
});
