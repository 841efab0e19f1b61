import { env } from "cloudflare:workers";
import { expect, onTestFinished, test, vi } from "vitest";
import { LIMITS } from "../../../src/domain/limits.ts";
import { accountObject, limitObject } from "../../../src/platform/object-stubs.ts";
import { LiveTicket } from "../../../src/protocol/api/live.ts";
import { CLOSE } from "../../../src/protocol/live/close-codes.ts";
import { DriverDown } from "../../../src/protocol/live/driver-down.ts";
import { LIVE_PROTOCOL } from "../../../src/protocol/live/live-protocol.ts";
import { TICKET_PREFIX, type TicketFor } from "../../../src/protocol/live/ticket.ts";
import { Ear, is, openTrip, tripBrief } from "../objects/trip/trip-fixture.ts";
import { call, codeOf } from "./call.ts";
import { type MadeUpSession, sessionOf } from "./made-up-person.ts";
import { newNetwork, post } from "./person.ts";

const OWN = "http://doorstep.test";
async function askTicket(
  session: MadeUpSession,
  wanted: TicketFor = { for: "driver" },
  native = false,
): Promise<Response> {
  return post("/live/tickets", { for: wanted, native }, { authorization: `Bearer ${session.accessToken}` });
}

async function ticketOf(session: MadeUpSession, native = false): Promise<LiveTicket> {
  const answer = await askTicket(session, { for: "driver" }, native);
  expect(answer.status).toBe(201);
  return LiveTicket.parse(await answer.json());
}

async function knock(path: string, protocols: readonly string[], origin: string | null = OWN): Promise<Response> {
  const headers = new Headers({ upgrade: "websocket", "sec-websocket-protocol": protocols.join(", ") });
  headers.set("cf-connecting-ip", newNetwork());
  if (origin !== null) headers.set("origin", origin);
  return call(path, { headers });
}

async function onDuty() {
  const { brief, stub } = await openTrip();
  const { tenantId, driverId } = brief;
  const session = await sessionOf(tenantId, driverId);
  const account = accountObject(env, tenantId, driverId);
  await account.setDuty(brief.tripId);
  return { session, brief, stub, account };
}

async function connected(session: MadeUpSession): Promise<Ear<DriverDown>> {
  const ticket = await ticketOf(session);
  const answer = await knock(ticket.path, ticket.protocols);
  expect(answer.status).toBe(101);
  expect(answer.headers.get("sec-websocket-protocol")).toBe(LIVE_PROTOCOL);
  if (!answer.webSocket) throw new Error("no socket");
  const ear = new Ear(answer.webSocket, DriverDown);
  ear.say({ type: "hello", version: 1, epoch: "epoch-0001", lastSeq: 0 });
  await ear.wait(is("hello"));
  return ear;
}

test("a driver connects with a ticket, and is off duty without a trip", async () => {
  const { tenantId, driverId } = tripBrief();
  const session = await sessionOf(tenantId, driverId);
  expect(await codeOf(await askTicket(session))).toBe("off-duty");
  const duty = await onDuty();
  const ear = await connected(duty.session);
  expect(ear.heard.filter(is("hello"))[0]?.trip.tripId).toBe(duty.brief.tripId);
});

test("a tenant whose sockets are all open gets no further tickets, and others do", async () => {
  const [full, other] = [await onDuty(), await onDuty()];
  const limit = LIMITS["tenant-sockets"];
  const bucket = limitObject(env, "tenant-sockets", full.brief.tenantId);
  // The clock is held: fifty tickets a second come back.
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
  onTestFinished(() => void vi.useRealTimers());
  expect(await bucket.take(limit, limit.capacity)).toMatchObject({ ok: true, remaining: 0 });
  const refused = await askTicket(full.session);
  expect([refused.status, Number(refused.headers.get("retry-after"))]).toEqual([429, 1]);
  expect((await askTicket(other.session)).status).toBe(201);
});

test("a ticket that was used opens nothing more", async () => {
  const { session } = await onDuty();
  const ticket = await ticketOf(session);
  await knock(ticket.path, ticket.protocols);
  const second = await knock(ticket.path, ticket.protocols);
  if (!second.webSocket) throw new Error("no socket");
  expect(await new Ear(second.webSocket, DriverDown).waitForClose()).toMatchObject({ code: CLOSE.authExpired });
});

test.each([
  "http://evil.example",
  "http://doorstep.test.evil.example",
  "https://doorstep.test",
  "http://doorstep.test:8080",
  "http://app.doorstep.test",
  "null",
])("a page from %s opens no socket, whatever ticket it holds", async (origin) => {
  const { session } = await onDuty();
  const ticket = await ticketOf(session, true);
  expect((await knock(ticket.path, ticket.protocols, origin)).status).toBe(403);
});

test("a program without an Origin needs a ticket that was made for programs", async () => {
  const { session } = await onDuty();
  const page = await ticketOf(session);
  expect((await knock(page.path, page.protocols, null)).status).toBe(403);
  const program = await ticketOf(session, true);
  expect((await knock(program.path, program.protocols, null)).status).toBe(101);
});

test.each([
  ["no ticket", [LIVE_PROTOCOL]],
  ["no protocol", [`${TICKET_PREFIX}x.y.z`]],
  ["a made-up ticket", [LIVE_PROTOCOL, `${TICKET_PREFIX}x.y.z`]],
  ["nothing", []],
])("%s opens no socket", async (_, protocols) => {
  expect((await knock("/ws/driver", protocols)).status).toBe(401);
});

test("an access token is no ticket", async () => {
  const { session } = await onDuty();
  expect((await knock("/ws/driver", [LIVE_PROTOCOL, TICKET_PREFIX + session.accessToken])).status).toBe(401);
});

test("a driver's ticket opens neither a region nor another trip", async () => {
  const { session, brief } = await onDuty();
  const ticket = await ticketOf(session);
  for (const path of [`/ws/region/${brief.regionId}`, `/ws/trip/${tripBrief().tripId}`, "/ws/region/x"])
    expect([401, 404]).toContain((await knock(path, ticket.protocols)).status);
  expect(await codeOf(await askTicket(session, { for: "region", regionId: brief.regionId }))).toBe("not-found");
  expect(await codeOf(await askTicket(session, { for: "trip", tripId: brief.tripId }))).toBe("not-found");
});

test("without an upgrade there is only a word about it", async () => {
  expect(await codeOf(await call("/ws/driver"))).toBe("upgrade-required");
});

test("signing out closes the socket, and the token that lives on gets no other", async () => {
  const { session } = await onDuty();
  const ear = await connected(session);
  const spare = await ticketOf(session);
  const asked = Date.now();
  await post("/auth/logout", { refreshToken: session.refreshToken });
  expect(await ear.waitForClose()).toMatchObject({ code: CLOSE.accessEnded });
  expect(Date.now() - asked).toBeLessThan(2_000);
  expect(await codeOf(await askTicket(session))).toBe("session-ended");
  const late = await knock(spare.path, spare.protocols);
  if (!late.webSocket) throw new Error("no socket");
  expect(await new Ear(late.webSocket, DriverDown).waitForClose()).toMatchObject({ code: CLOSE.authExpired });
});

test("a suspension and a change of access close what is open", async () => {
  const { session, account } = await onDuty();
  const ear = await connected(session);
  await account.setProfile({ role: "driver", status: "suspended", storeCode: null, regionIds: null });
  expect(await ear.waitForClose()).toMatchObject({ code: CLOSE.accessEnded });
  expect(await codeOf(await askTicket(session))).toBe("session-ended");
  await account.setProfile({ role: "driver", status: "active", storeCode: null, regionIds: null });
});

test("another ticket in band lets the socket live on; one of somebody else's ends it", async () => {
  const { session } = await onDuty();
  const ear = await connected(session);
  const { ticket, authUntil } = await ticketOf(session);
  ear.say({ type: "auth", ticket });
  expect((await ear.wait(is("auth"))).authUntil).toBe(authUntil);
  const stranger = await onDuty();
  ear.say({ type: "auth", ticket: (await ticketOf(stranger.session)).ticket });
  expect(await ear.waitForClose()).toMatchObject({ code: CLOSE.authExpired });
});
