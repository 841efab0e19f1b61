import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import * as z from "zod";
import { tripObject } from "../../../src/platform/object-stubs.ts";
import { CustomerView } from "../../../src/protocol/live/track-down.ts";
import { newPlace } from "../access/place.ts";
import { drive } from "../objects/trip/trip-fixture.ts";
import { newLink } from "../services/shipment-fixture.ts";
import { addActiveDriver, newShipment, newTrip, stopFor } from "../services/trip-place.ts";
import { call } from "./call.ts";
import { newNetwork } from "./person.ts";

const HTML = { accept: "text/html" };
const State = z.strictObject({ now: z.int(), view: CustomerView });

async function visit(
  token: string,
  headers: Record<string, string> = {},
  cf: { timezone?: string } = {},
): Promise<{ answer: Response; html: string }> {
  const answer = await call(`/t/${token}`, { headers: { "cf-connecting-ip": newNetwork(), ...HTML, ...headers }, cf });
  return { answer, html: await answer.text() };
}

function islandOf(html: string): unknown {
  const json = /<script id="state"[^>]*>(?<json>[^<]*)<\/script>/.exec(html)?.groups?.["json"] ?? "";
  const parsed: unknown = JSON.parse(json);
  return parsed;
}

/** What a reader without scripts reads, place by place. */
function textAt(html: string, slot: string): string | undefined {
  return new RegExp(`data-slot="${slot}"[^>]*>([^<]*)<`).exec(html)?.[1];
}

/** A customer whose driver is under way, first of all to them. */
async function followed() {
  const place = await newPlace();
  const stub = tripObject(env, place.tenantId, place.trip.tripId);
  await stub.command({ type: "trip", event: "start" }, "test");
  await stub.ingest({ epoch: "phone-0001", fixes: drive(1, 3) });
  return { place, stub, token: place.links.own };
}

test("the first HTML says where it is and when it comes, and holds what the allow-list lets through", async () => {
  const { place, token } = await followed();
  const { answer, html } = await visit(token);
  expect(answer.status).toBe(200);
  expect(textAt(html, "headline")).toMatch(/^(Arriving|On the way)/);
  expect(textAt(html, "driver")).toContain("Canary");
  expect(html).toMatch(/<title>(Arriving|On the way).* · Your delivery<\/title>/);
  // Strict at every level: another key anywhere, and this throws.
  const { view } = State.parse(islandOf(html));
  expect(view).toMatchObject({ state: "visible", driver: { firstName: "Canary" } });
  for (const secret of [...place.canaries, place.trip.tripId, "52.50018", token]) expect(html).not.toContain(secret);
});

test("a name cannot end the element that holds it", async () => {
  const place = await newPlace();
  const name = `</script><script>alert(1)</script><b>&`;
  const { driverId } = await addActiveDriver(place, place.north, `${name} Driver`);
  const shipment = await newShipment(place);
  const trip = await newTrip(place, driverId, [stopFor(shipment, 52.51)]);
  await tripObject(env, place.tenantId, trip.id).command({ type: "trip", event: "start" }, "test");
  const { html } = await visit((await newLink(place, shipment.id)).token);
  expect(html).not.toContain("<script>");
  expect(textAt(html, "driver")).toContain("&lt;/script&gt;");
  expect(State.parse(islandOf(html)).view.driver?.firstName).toBe(name);
});

test("no answer may be kept, found by a search, or told to the next page", async () => {
  const { token } = await followed();
  for (const opened of [await visit(token), await visit("B".repeat(22))]) {
    expect(Object.fromEntries(opened.answer.headers)).toMatchObject({
      "content-type": expect.stringContaining("text/html"),
      "cache-control": "no-store",
      "x-robots-tag": "noindex, nofollow, noarchive",
      "referrer-policy": "no-referrer",
    });
    const nonce = /'nonce-(?<nonce>[^']+)'/.exec(opened.answer.headers.get("content-security-policy") ?? "")?.groups;
    expect(opened.html).toContain(`nonce="${nonce?.["nonce"]}"`);
  }
});

test("without scripts the page asks again by itself, until there is nothing more to ask", async () => {
  const { stub, token } = await followed();
  expect((await visit(token)).html).toContain(`<noscript><meta http-equiv="refresh"`);
  await stub.command({ type: "trip", event: "cancel" }, "test");
  const { html } = await visit(token);
  expect(State.parse(islandOf(html)).view.state).toBe("ended");
  expect(html).not.toContain("<noscript>");
});

test("a parcel that nobody carries yet has a page", async () => {
  const place = await newPlace();
  const { html } = await visit((await newLink(place, (await newShipment(place)).id)).token);
  expect(textAt(html, "headline")).toBe("Your delivery is being prepared");
});

test("times are those of the reader's clocks, or say that they are not", async () => {
  const place = await newPlace();
  const shipment = await newShipment(place);
  const trip = await newTrip(place, place.drivers[1], [stopFor(shipment, 52.6)]);
  const stub = tripObject(env, place.tenantId, trip.id);
  await stub.command({ type: "trip", event: "start" }, "test");
  await stub.ingest({ epoch: "phone-0001", fixes: drive(1, 3) });
  const { token } = await newLink(place, shipment.id);
  expect(textAt((await visit(token)).html, "from")).toMatch(/^\d+:\d\d [AP]M UTC$/);
  const { html } = await visit(token, {}, { timezone: "Asia/Kolkata" });
  const [utc, there] = [(await visit(token)).html, html].map((page) => textAt(page, "to")?.split(" ")[0]);
  expect(there).toMatch(/^\d+:\d\d$/);
  expect(there).not.toBe(utc);
});

test("a link that has expired is gone; one that was revoked or never was is not found, in the same words", async () => {
  const { links } = await newPlace();
  const expired = await visit(links.expired);
  expect([expired.answer.status, textAt(expired.html, "headline")]).toEqual([410, "This link has expired"]);
  const others = await Promise.all([links.revoked, "B".repeat(22), "x", "y".repeat(500)].map((token) => visit(token)));
  expect(others.map(({ answer }) => answer.status)).toEqual([404, 404, 404, 404]);
  const plain = others.map(({ html }) => html.replaceAll(/nonce="[^"]*"/g, ""));
  expect(new Set(plain).size).toBe(1);
  expect(textAt(plain[0] ?? "", "headline")).toBe("No delivery here");
});

test("who tries too many addresses is asked to wait, and told how long", async () => {
  const network = { "cf-connecting-ip": newNetwork() };
  let last = await visit("C".repeat(22), network);
  for (let tries = 0; tries < 80 && last.answer.status === 404; tries++) last = await visit("C".repeat(22), network);
  expect([last.answer.status, textAt(last.html, "headline")]).toEqual([429, "A moment, please"]);
  expect(Number(last.answer.headers.get("retry-after"))).toBeGreaterThan(0);
});

test("the page speaks the reader's language, in the reader's direction", async () => {
  const { token } = await followed();
  const { html } = await visit(token, { "accept-language": "ar-XB" });
  expect(html).toContain(`<html lang="ar-XB" dir="rtl"`);
  expect(textAt(html, "headline")).toMatch(/^\[.*\]$/);
  expect(html).toMatch(/aria-label="\[/);
});

test("the empty shell is nobody's page", async () => {
  for (const path of ["/track/", "/track/closed/", "/track"])
    expect((await call(path, { headers: HTML })).status).toBe(404);
});
