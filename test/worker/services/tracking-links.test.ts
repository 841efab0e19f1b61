import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import type { Caller } from "../../../src/domain/caller.ts";
import { newRowId } from "../../../src/platform/new-row-id.ts";
import type { KeyScope } from "../../../src/protocol/access.ts";
import type { ShipmentId } from "../../../src/protocol/ids.ts";
import { hashLinkToken } from "../../../src/services/link-token.ts";
import {
  issueTrackingLink,
  type LinkDeskDeps,
  listTrackingLinks,
  revokeTrackingLink,
} from "../../../src/services/tracking-links.ts";
import { findTrackingLinkByToken } from "../../../src/db/tracking-links.ts";
import { addMember, depsFor, newOffice, type Office, valueOf } from "./people-fixture.ts";
import { newShipment } from "./shipment-fixture.ts";

const HOUR_MS = 60 * 60 * 1_000;
const DAY_MS = 24 * HOUR_MS;
const NOT_FOUND = { ok: false, error: { tag: "not-found" } };

let office: Office;
let store: Caller;
beforeAll(async () => {
  office = await newOffice();
  store = await addMember(office.tenant, "store");
});

function desk(caller: Caller, now?: () => number): LinkDeskDeps {
  return { ...depsFor(caller, now), relyingParty: { origin: "https://doorstep.example" } };
}

const issue = async (caller: Caller, shipmentId: ShipmentId, replace = false) =>
  issueTrackingLink(desk(caller), shipmentId, { replace });

const statuses = async (shipmentId: ShipmentId) =>
  valueOf(await listTrackingLinks(desk(office.admin), shipmentId, {})).items.map(({ status }) => status);

describe("a tracking link", () => {
  test("has 128 bits, is shown once, and is kept as a keyed hash only", async () => {
    const shipmentId = await newShipment(office);
    const { link, url } = valueOf(await issue(store, shipmentId));
    expect(url).toMatch(/^https:\/\/doorstep\.example\/t\/[\w-]{22}$/);
    const token = url.slice(-22);
    const listed = await listTrackingLinks(desk(store), shipmentId, {});
    expect(listed).toEqual({ ok: true, value: { items: [link] } });
    expect(JSON.stringify(listed)).not.toContain(token);
    const found = valueOf(await findTrackingLinkByToken(desk(store).db, await hashLinkToken(env.HMAC_KEY, token)));
    expect(found).toMatchObject({ linkId: link.id, shipmentId, tenantId: office.tenantId });
    const elsewhere = await hashLinkToken(env.DATA_KEY, token);
    expect(valueOf(await findTrackingLinkByToken(desk(store).db, elsewhere))).toBeUndefined();
  });

  test("lasts two weeks, or a day beyond the shipment's end", async () => {
    const now = Date.now();
    const open = valueOf(
      await issueTrackingLink(
        desk(store, () => now),
        await newShipment(office),
        {},
      ),
    );
    expect(open.link.expiresAt - now).toBe(14 * DAY_MS);
    const closedAt = now - 23 * HOUR_MS;
    const closed = valueOf(
      await issueTrackingLink(
        desk(store, () => now),
        await newShipment(office, { closedAt }),
        {},
      ),
    );
    expect(closed.link).toMatchObject({ status: "open", expiresAt: closedAt + DAY_MS });
    const over = await newShipment(office, { closedAt: now - DAY_MS });
    expect(await issue(store, over)).toEqual({ ok: false, error: { tag: "conflict" } });
  });

  test("is revoked once, under its own shipment, and its place can be taken by a new one", async () => {
    const [shipmentId, other] = [await newShipment(office), await newShipment(office)];
    const { link } = valueOf(await issue(store, shipmentId));
    expect(await revokeTrackingLink(desk(store), other, link.id)).toEqual(NOT_FOUND);
    expect(valueOf(await revokeTrackingLink(desk(store), shipmentId, link.id)).status).toBe("revoked");
    expect(await revokeTrackingLink(desk(store), shipmentId, link.id)).toEqual(NOT_FOUND);
    await issue(store, shipmentId);
    await issue(store, other);
    expect(await statuses(shipmentId)).toEqual(["open", "revoked"]);
    await issue(store, shipmentId, true);
    expect(await statuses(shipmentId)).toEqual(["open", "revoked", "revoked"]);
    expect(await statuses(other)).toEqual(["open"]);
  });

  test("is listed in pages, newest first", async () => {
    const shipmentId = await newShipment(office);
    const made = [];
    for (let count = 0; count < 3; count++) made.unshift(valueOf(await issue(store, shipmentId)).link.id);
    const first = valueOf(await listTrackingLinks(desk(store), shipmentId, { limit: 2 }));
    expect([first.items.map(({ id }) => id), first.next]).toEqual([made.slice(0, 2), made[1]]);
    const rest = valueOf(await listTrackingLinks(desk(store), shipmentId, { limit: 2, after: made[1] }));
    expect([rest.items.map(({ id }) => id), rest.next]).toEqual([made.slice(2), undefined]);
  });
});

describe("who has no part in a shipment", () => {
  const key = (scopes: KeyScope[], storeCode?: string): Caller => {
    return { kind: "key", tenantId: office.tenantId, keyId: newRowId.apiKey(), scopes, storeCode };
  };
  const cases: [name: string, caller: () => Caller | Promise<Caller>, allowed: boolean][] = [
    ["another store", () => ({ ...office.admin, role: "store", storeCode: "bakery" }), false],
    [
      "a dispatcher of another region",
      () => ({ ...office.admin, role: "dispatcher", regionIds: [office.south] }),
      false,
    ],
    ["a dispatcher of this region", () => ({ ...office.admin, role: "dispatcher", regionIds: [office.north] }), true],
    ["another tenant's admin", async () => (await newOffice()).admin, false],
    ["a key that reads links only", () => key(["tracking-link:read"]), false],
    ["a key that writes links", () => key(["tracking-link:write"]), true],
    ["another store's key", () => key(["tracking-link:write"], "bakery"), false],
    ["the store's key", () => key(["tracking-link:write"], "mill"), true],
  ];
  test.each(cases)("%s makes and revokes its links: %#", async (_, callerOf, allowed) => {
    const caller = await callerOf();
    const shipmentId = await newShipment(office);
    const { link } = valueOf(await issue(office.admin, shipmentId));
    const made = await issue(caller, shipmentId);
    const revoked = await revokeTrackingLink(desk(caller), shipmentId, link.id);
    const done = { ok: true };
    expect([made, revoked]).toMatchObject(allowed ? [done, done] : [NOT_FOUND, NOT_FOUND]);
    expect(await statuses(shipmentId)).toEqual(allowed ? ["open", "revoked"] : ["open"]);
  });
});
