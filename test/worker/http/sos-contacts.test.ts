import { env } from "cloudflare:workers";
import { evictDurableObject } from "cloudflare:test";
import { expect, test, vi } from "vitest";
import { statements } from "../../../src/db/client.ts";
import { notifications } from "../../../src/db/schema/messaging.ts";
import { newRowId } from "../../../src/platform/new-row-id.ts";
import { sandboxOutbox, sosObject } from "../../../src/platform/object-stubs.ts";
import { listSosLinks, SosGlimpse } from "../../../src/protocol/api/sos-links.ts";
import { Sos } from "../../../src/protocol/sos.ts";
import { tellSosContacts } from "../../../src/services/tell-sos-contacts.ts";
import { driverToken, userToken } from "../access/identities.ts";
import { jobDeps, REACHABLE } from "../jobs/job-deps.ts";
import { newPhone } from "../access/place.ts";
import { newOffice, type Office, valueOf } from "../services/people-fixture.ts";
import { addActiveDriver } from "../services/trip-place.ts";
import { call, codeOf } from "./call.ts";
import { as } from "./duty.ts";
import { newNetwork } from "./person.ts";

/** The queue delivers after a second, on a busy machine later. */
const ARRIVES = { timeout: 20_000, interval: 250 };

async function place() {
  const office = await newOffice();
  const { driverId } = await addActiveDriver(office, office.north);
  return { office, driverId, token: await driverToken(office.tenantId, driverId), desk: await userToken(office.admin) };
}

/** The address that somebody was sent. */
async function addressFor(to: string): Promise<string> {
  return vi.waitFor(async () => {
    const mine = (await sandboxOutbox(env).list()).filter((message) => message.to === to);
    expect(mine).toHaveLength(1);
    const url = /https?:\/\/\S+/.exec(mine[0]?.text ?? "")?.[0] ?? "";
    return new URL(url).pathname;
  }, ARRIVES);
}

async function visit(path: string, headers: Record<string, string> = {}): Promise<Response> {
  return call(path, { headers: { "cf-connecting-ip": newNetwork(), ...headers } });
}

async function rowsOf({ tenant }: Office) {
  return valueOf(await tenant.run("test.told", statements.select().from(notifications), { read: "primary" }));
}

test("contacts of driver and tenant are told once each, follow the place by their address, and see no more after the end", async () => {
  const { office, driverId, token, desk } = await place();
  const [friend, guard] = [newPhone(), `${crypto.randomUUID()}@example.com`];
  const sosContacts = [{ name: "A friend", phone: friend }];
  const changed = await as(desk, "PATCH", `/drivers/${driverId}`, { sosContacts });
  expect(await changed.json()).toMatchObject({ sosContacts });
  // Named twice, told once.
  const contacts = [
    { name: "The guard", email: guard },
    { name: "The same friend", phone: friend },
  ];
  await as(desk, "PUT", "/settings", { sos: { contacts } });
  const id = newRowId.sos();
  await as(token, "POST", "/sos", { id, lat: 52.5, lng: 13.4, note: "Please hurry" });
  const [path, other] = [await addressFor(friend), await addressFor(guard)];
  expect(path).not.toBe(other);
  await as(token, "POST", "/sos", { id: newRowId.sos() });
  valueOf(await tellSosContacts(jobDeps(REACHABLE), { kind: "sos-contacts", tenantId: office.tenantId, sosId: id }));
  expect(await rowsOf(office)).toMatchObject([{ status: "sent" }, { status: "sent" }]);

  const page = await visit(path, { accept: "text/html" });
  const html = await page.text();
  expect([page.status, page.headers.get("x-robots-tag")]).toEqual([200, "noindex, nofollow, noarchive"]);
  expect(html).toContain("Ada has called for help");
  expect(html).toContain("52.50000, 13.40000");
  expect(html).not.toMatch(/hurry|Driver|drv_|sos_/);
  const poll = `/api/v1/sos-links${path.replace("/h", "")}`;
  const first = await visit(poll);
  const etag = first.headers.get("etag") ?? "";
  expect((await visit(poll, { "if-none-match": etag })).status).toBe(304);
  await evictDurableObject(sosObject(env, office.tenantId));
  await as(token, "PUT", `/sos/${id}/place`, { lat: 52.6, lng: 13.4 });
  await as(desk, "POST", `/sos/${id}/acknowledge`);
  const seen = SosGlimpse.parse(await (await visit(poll, { "if-none-match": etag })).json());
  expect(seen).toMatchObject({ state: "open", isAcknowledged: true, place: { lat: 52.6 } });
  const uses = listSosLinks.output.parse(await (await as(desk, "GET", `/sos/${id}/links`)).json());
  expect(uses.items.map(({ views }) => views).toSorted((a, b) => a - b)).toEqual([0, 1]);

  await as(desk, "POST", `/sos/${id}/close`, { note: "Safe" });
  expect(SosGlimpse.parse(await (await visit(poll)).json())).toMatchObject({ state: "over", place: null });
  expect(await (await visit(path)).text()).not.toContain("52.6");
  expect((await visit(`${path}x`, { accept: "text/html" })).status).toBe(404);
  expect(await codeOf(await visit(`${poll}x`))).toBe("not-found");
});

test("a contact that cannot be reached is not taken, and without any nothing is sent", async () => {
  const { office, driverId, token, desk } = await place();
  for (const contact of [{ phone: "12345" }, { email: "nowhere" }, {}, { phone: newPhone(), email: "a@example.com" }]) {
    const sosContacts = [{ name: "A friend", ...contact }];
    expect(await codeOf(await as(desk, "PATCH", `/drivers/${driverId}`, { sosContacts }))).toBe("invalid-request");
  }
  const raised = Sos.parse(await (await as(token, "POST", "/sos", { id: newRowId.sos() })).json());
  const { tenantId } = office;
  valueOf(await tellSosContacts(jobDeps(REACHABLE), { kind: "sos-contacts", tenantId, sosId: raised.id }));
  expect(await rowsOf(office)).toEqual([]);
  expect(await sosObject(env, tenantId).links(raised.id)).toEqual([]);
});
