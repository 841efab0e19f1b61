import { env } from "cloudflare:workers";
import { and, eq } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { statements } from "../../../src/db/client.ts";
import { auditEntries } from "../../../src/db/schema/audit.ts";
import { OPEN_REGIONS_MAX } from "../../../src/db/regions.ts";
import { regions } from "../../../src/db/schema/tenants.ts";
import { uuidOf } from "../../../src/db/schema/columns.ts";
import { regionObject } from "../../../src/platform/object-stubs.ts";
import { areaPolygon } from "../../../src/services/region-contents.ts";
import { newRowId } from "../../../src/platform/new-row-id.ts";
import { RegionDetail } from "../../../src/protocol/api/regions.ts";
import { Problem } from "../../../src/protocol/errors.ts";
import { userToken } from "../access/identities.ts";
import { newPhone } from "../access/place.ts";
import { createShipment } from "../../../src/services/shipments.ts";
import { depsFor, newOffice, type Office, valueOf } from "../services/people-fixture.ts";
import { newShipment, shipmentInput } from "../services/trip-place.ts";
import { askAs } from "./ask-as.ts";
import { codeOf } from "./call.ts";

const AREA = [
  { lat: 52.5, lng: 13.3 },
  { lat: 52.5, lng: 13.5 },
  { lat: 52.6, lng: 13.4 },
];
const NEW = { name: "Old town", timeZone: "Europe/Berlin", area: AREA };

let office: Office;
let admin: string;
beforeAll(async () => {
  office = await newOffice();
  admin = await userToken(office.admin);
});

async function openOne(): Promise<RegionDetail> {
  const answer = await askAs(admin, "POST /regions", { body: NEW });
  expect(answer.status).toBe(201);
  return RegionDetail.parse(await answer.json());
}

const inviteTo = async (homeRegionId: string) =>
  askAs(admin, "POST /invitations", { body: { role: "driver", name: "Ada", phone: newPhone(), homeRegionId } });

test("whoever opens a region invites drivers there and hands in shipments, and its object is open", async () => {
  const region = await openOne();
  expect(region).toMatchObject({ ...NEW, bounds: { south: 52.5, north: 52.6 }, closedAt: null, version: 1 });
  expect(await regionObject(env, office.tenantId, region.id).isOpen()).toBe(true);
  expect((await inviteTo(region.id)).status).toBe(201);
  expect(await newShipment({ ...office, north: region.id })).toMatchObject({ regionId: region.id });
  const read = await askAs(admin, `GET /regions/${region.id}`);
  expect(read.headers.get("etag")).toBe('"1"');
  expect(await read.json()).toEqual(region);
});

test("the same request with its key opens one region", async () => {
  const headers = { "idempotency-key": crypto.randomUUID() };
  const [first, second] = [
    await askAs(admin, "POST /regions", { body: NEW, headers }),
    await askAs(admin, "POST /regions", { body: NEW, headers }),
  ];
  expect(await second.json()).toEqual(await first.json());
});

test("a change is written against the version that was read, and leaves a line in the audit log", async () => {
  const { id } = await openOne();
  const change = async (body: object, tag: string) =>
    askAs(admin, `PATCH /regions/${id}`, { body, headers: { "if-match": tag } });
  const changed = await change({ name: "New town", area: AREA.toReversed() }, '"1"');
  expect(await changed.json()).toMatchObject({ name: "New town", area: AREA.toReversed(), version: 2 });
  const late = Problem.parse(await (await change({ name: "Old town" }, '"1"')).json());
  expect(late).toMatchObject({ code: "version-conflict", current: { name: "New town", version: 2 } });
  const lines = statements
    .select({ action: auditEntries.action, actor: auditEntries.actor })
    .from(auditEntries)
    .where(and(eq(auditEntries.tableName, "regions"), eq(auditEntries.rowId, uuidOf("reg", id))))
    .orderBy(auditEntries.position);
  const actor = office.admin.userId;
  expect(valueOf(await office.tenant.run("test.audit", lines))).toEqual([
    { action: "insert", actor },
    { action: "update", actor },
  ]);
});

test.each([
  [{ timeZone: "+01:00" }, "time zone"],
  [{ area: AREA.slice(1) }, "3 different corners"],
  [
    {
      area: [
        { lat: 1, lng: 1 },
        { lat: 2, lng: 2 },
        { lat: 1, lng: 2 },
        { lat: 2, lng: 1 },
      ],
    },
    "cross",
  ],
])("what no region can be is refused with a plain word: %j", async (over, word) => {
  const answer = await askAs(admin, "POST /regions", { body: { ...NEW, ...over } });
  expect(answer.status).toBe(400);
  expect(await answer.text()).toContain(word);
});

test("one that somebody counts on is not closed, and says who; in a closed one nothing begins", async () => {
  const { id } = await openOne();
  const close = async () => askAs(admin, `POST /regions/${id}/close`);
  const shipment = await newShipment({ ...office, north: id });
  const used = Problem.parse(await (await close()).json());
  expect(used).toMatchObject({ code: "region-in-use", errors: [{ path: "shipments", message: "1 still there" }] });
  await askAs(admin, `POST /shipments/${shipment.id}/cancel`);
  const closed = RegionDetail.parse(await (await close()).json());
  expect(closed.closedAt).toBeGreaterThan(0);
  expect(await (await close()).json()).toEqual(closed);
  expect(await codeOf(await inviteTo(id))).toBe("invalid-request");
  const late = await createShipment(depsFor(office.admin), shipmentInput(id));
  expect(late).toEqual({ ok: false, error: { tag: "conflict" } });
  expect(await codeOf(await askAs(admin, `PATCH /regions/${id}`, { body: { name: "X" } }))).toBe("not-allowed-now");
  const listed = async (query: string) => (await askAs(admin, `GET /regions?limit=100${query}`)).text();
  expect(await listed("")).not.toContain(id);
  expect(await listed("&closed=true")).toContain(id);
});

test("a tenant has at most so many open at once", async () => {
  const large = await newOffice();
  const many = {
    tenantId: large.tenantId,
    name: "One of many",
    timeZone: "Europe/Berlin",
    polygon: valueOf(areaPolygon(AREA)),
  };
  const rows = Array.from({ length: OPEN_REGIONS_MAX }, () => ({ ...many, id: newRowId.region() }));
  valueOf(await large.tenant.run("test.many", statements.insert(regions).values(rows)));
  const answer = await askAs(await userToken(large.admin), "POST /regions", { body: NEW });
  expect(await codeOf(answer)).toBe("conflict");
});
