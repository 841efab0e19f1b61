import { env } from "cloudflare:workers";
import { evictDurableObject, runDurableObjectAlarm } from "cloudflare:test";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { upgradeRequest } from "../../../src/platform/live-facts.ts";
import { issueLiveTicket } from "../../../src/platform/live-ticket.ts";
import { importSigningKeys } from "../../../src/platform/signing-keys.ts";
import { factsOf, MapClient, MINUTE, newPlace, newUser, openPlace, type Place } from "./region-fixture.ts";

const START = Date.now();

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: START }));
afterEach(() => void vi.useRealTimers());

async function closeOf(map: MapClient): Promise<number | undefined> {
  await map.until(() => map.closed !== null);
  return map.closed?.code;
}

test("facts about another tenant or region, or of a person who is no dispatcher, open nothing", async () => {
  const place = await openPlace();
  const other = newPlace();
  const wrong = [
    factsOf(place, { tenantId: other.tenantId }),
    factsOf(place, { place: other.regionId }),
    factsOf(place, { role: "driver" }),
    factsOf(place, { role: "store" }),
  ];
  for (const facts of wrong) expect((await place.region.fetch(upgradeRequest(facts))).status).toBe(403);
  expect((await other.region.fetch(upgradeRequest(factsOf(other)))).status).toBe(404);
});

test("a ticket opens one socket, sleep or not", async () => {
  const place = await openPlace();
  const ticketId = crypto.randomUUID();
  await MapClient.watch(place, { ticketId });
  await evictDurableObject(place.region);
  expect(await closeOf(await MapClient.connect(place, { ticketId }))).toBe(4401);
});

test("a person has ten maps at most, another one is not in the way", async () => {
  const place = await openPlace();
  const personId = newUser();
  const maps = await Promise.all(Array.from({ length: 10 }, async () => MapClient.watch(place, { personId })));
  expect(await closeOf(await MapClient.connect(place, { personId }))).toBe(4429);
  await MapClient.watch(place);
  maps[0]?.close();
  await maps[0]?.until(() => maps[0]?.closed !== null);
  await MapClient.watch(place, { personId });
});

test("an ended session's sockets close, and its tickets are refused for a minute; other sessions stay", async () => {
  const place = await openPlace();
  const personId = newUser();
  const [ended, kept] = ["session-a", "session-b"];
  const map = await MapClient.watch(place, { personId, sessionId: ended });
  const other = await MapClient.watch(place, { personId, sessionId: kept });
  expect(await place.region.closeSockets({ personId, sessionId: ended })).toBe(1);
  expect(await closeOf(map)).toBe(4403);
  expect(await closeOf(await MapClient.connect(place, { personId, sessionId: ended }))).toBe(4401);

  expect(await place.region.closeSockets({ personId })).toBe(1);
  expect(await closeOf(other)).toBe(4403);
  expect(await closeOf(await MapClient.connect(place, { personId, sessionId: kept }))).toBe(4401);
  vi.setSystemTime(START + MINUTE);
  await MapClient.watch(place, { personId, sessionId: kept });
});

test("a frame that is too large closes, and so does the tenth that makes no sense, sleep or not", async () => {
  const place = await openPlace();
  const large = await MapClient.connect(place);
  large.sendRaw("x".repeat(64 * 1024 + 1));
  expect(await closeOf(large)).toBe(4400);

  const confused = await MapClient.watch(place);
  for (const frame of ["", "{", "[]", '{"type":"ack"}', new ArrayBuffer(4)]) confused.sendRaw(frame);
  confused.send({ type: "resync" });
  await confused.until(() => confused.json.filter(({ type }) => type === "snapshot").length === 2);
  await evictDurableObject(place.region);
  for (const frame of ["1", "null", '{"type":"hello","version":1,"since":null,"more":1}', "{}"])
    confused.sendRaw(frame);
  confused.send({ type: "resync" });
  await confused.until(() => confused.json.filter(({ type }) => type === "snapshot").length === 3);
  confused.sendRaw("the tenth");
  expect(await closeOf(confused)).toBe(4400);
});

test("a socket ends with its ticket's time", async () => {
  const place = await openPlace();
  const map = await MapClient.watch(place, { authUntil: START + 20_000 });
  vi.setSystemTime(START + 20_000);
  await runDurableObjectAlarm(place.region);
  expect(await closeOf(map)).toBe(4401);
});

test("another ticket of the same session lengthens it, anybody else's ends it", async () => {
  const place = await openPlace();
  const sessionId = "session-a";
  const personId = newUser();
  const map = await MapClient.watch(place, { personId, sessionId, authUntil: START + 20_000 });
  const authUntil = START + 5 * MINUTE;
  const ticket = await ticketFor(place, personId, sessionId, authUntil);
  map.send({ type: "auth", ticket });
  await map.until(() => map.json.some(({ type }) => type === "auth"));
  expect(map.json.at(-1)).toEqual({ type: "auth", authUntil });
  vi.setSystemTime(START + 21_000);
  map.send({ type: "ack", frames: 2 });
  await runDurableObjectAlarm(place.region);
  await map.until(() => map.json.at(-1)?.type === "checksum");

  map.send({ type: "auth", ticket: await ticketFor(place, newUser(), sessionId, authUntil) });
  expect(await closeOf(map)).toBe(4401);
});

test("a ticket renews once", async () => {
  const place = await openPlace();
  const personId = newUser();
  const ticket = await ticketFor(place, personId, "session-a", START + 5 * MINUTE);
  const map = await MapClient.watch(place, { personId, sessionId: "session-a" });
  map.send({ type: "auth", ticket });
  map.send({ type: "auth", ticket });
  expect(await closeOf(map)).toBe(4401);
});

test("a socket of which nothing is heard for a minute is closed, one that speaks is not", async () => {
  const place = await openPlace();
  const [silent, alive] = [await MapClient.watch(place, {}, false), await MapClient.watch(place)];
  vi.setSystemTime(START + MINUTE);
  alive.send({ type: "resync" });
  await alive.until(() => alive.json.filter(({ type }) => type === "snapshot").length === 2);
  await evictDurableObject(place.region);
  await runDurableObjectAlarm(place.region);
  expect(await closeOf(silent)).toBe(4407);
  expect(alive.closed).toBeNull();
});

async function ticketFor(
  { tenantId, regionId }: Place,
  personId: ReturnType<typeof newUser>,
  sessionId: string,
  authUntil: number,
) {
  const keys = await importSigningKeys(env.SIGNING_KEYS);
  if (!keys.ok) throw new Error("no signing keys");
  const person = { personId, tenantId, sessionId, role: "dispatcher", storeCode: null } as const;
  return issueLiveTicket(keys.value, { ...person, place: regionId, native: false, authUntil }, Date.now());
}
