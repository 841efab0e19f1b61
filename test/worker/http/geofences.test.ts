import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { eq } from "drizzle-orm";
import { statements } from "../../../src/db/client.ts";
import { addGeofence, FENCES_PER_REGION_MAX } from "../../../src/db/geofences.ts";
import { auditEntries } from "../../../src/db/schema/audit.ts";
import { geofences } from "../../../src/db/schema/geofences.ts";
import { newRowId } from "../../../src/platform/new-row-id.ts";
import { regionObject } from "../../../src/platform/object-stubs.ts";
import { Geofence } from "../../../src/protocol/api/geofences.ts";
import { Problem } from "../../../src/protocol/errors.ts";
import { ruleColumns, shapeColumns } from "../../../src/services/geofence-contents.ts";
import { reconcileTenant } from "../../../src/services/reconcile.ts";
import { driverToken, userToken } from "../access/identities.ts";
import { newPlace, type Place } from "../access/place.ts";
import { jobDeps, REACHABLE } from "../jobs/job-deps.ts";
import { valueOf } from "../services/people-fixture.ts";
import { call, codeOf } from "./call.ts";
import { newNetwork } from "./person.ts";

const CIRCLE = { kind: "circle", lat: 52.5, lng: 13.4, radiusM: 80 };
const SQUARE = {
  kind: "polygon",
  points: [
    [0, 0],
    [0, 1],
    [1, 1],
    [1, 0],
  ].map(([lat = 0, lng = 0]) => ({ lat, lng })),
};
const STREET = {
  kind: "corridor",
  points: [
    { lat: 52.5, lng: 13.4 },
    { lat: 52.6, lng: 13.4 },
  ],
  widthM: 40,
};
const RULES = { onEnter: true, onLeave: false, dwellMinutes: 5 };

let place: Place;
let token: string;
beforeAll(async () => {
  place = await newPlace();
  token = await userToken(place.dispatcher);
});

async function send(method: string, path: string, body?: object, as = token): Promise<Response> {
  const headers = {
    authorization: `Bearer ${as}`,
    "content-type": "application/json",
    "cf-connecting-ip": newNetwork(),
  };
  return call(`/api/v1/geofences${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
}

async function draw(over: object = {}): Promise<Geofence> {
  const answer = await send("POST", "", { regionId: place.north, name: "Depot", shape: CIRCLE, rules: RULES, ...over });
  expect(answer.status).toBe(201);
  return Geofence.parse(await answer.json());
}

const heldByRegion = async () => (await regionObject(env, place.tenantId, place.north).fencesNear(null)).fences;

describe("a geofence", () => {
  test.each([CIRCLE, { ...SQUARE, points: SQUARE.points.map(({ lat, lng }) => ({ lat: lat + 10, lng })) }, STREET])(
    "of kind $kind comes back as it was drawn",
    async (shape) => {
      const made = await draw({ shape });
      expect(made).toMatchObject({ name: "Depot", shape, rules: RULES, active: true, version: 1 });
      expect(await (await send("GET", `/${made.id}`)).json()).toEqual(made);
    },
  );

  test("reaches its region's object when it is drawn, changed, put to rest and deleted", async () => {
    const { id, name, rules, version } = await draw();
    const mine = async () => (await heldByRegion()).filter(({ fenceId }) => fenceId === id);
    expect(await mine()).toMatchObject([{ shape: CIRCLE, rules: RULES }]);
    const change = { name, rules, shape: STREET, active: true };
    const changed = Geofence.parse(await (await send("PUT", `/${id}`, { ...change, version })).json());
    expect(changed).toMatchObject({ version: version + 1, shape: STREET });
    expect(await mine()).toMatchObject([{ shape: STREET }]);
    await send("PUT", `/${id}`, { ...change, active: false, version: version + 1 });
    expect(await mine()).toEqual([]);
    await send("PUT", `/${id}`, { ...change, version: version + 2 });
    expect(await mine()).toHaveLength(1);
    expect(await (await send("DELETE", `/${id}`)).json()).toEqual({ deleted: true });
    expect(await mine()).toEqual([]);
    expect(await codeOf(await send("GET", `/${id}`))).toBe("not-found");
    expect(await codeOf(await send("DELETE", `/${id}`))).toBe("not-found");
  });

  test("is not changed by who read an older version", async () => {
    const { id, name, rules, shape, version } = await draw();
    const change = { name: "Yard", rules, shape, active: true, version };
    expect((await send("PUT", `/${id}`, change)).status).toBe(200);
    const late = Problem.parse(await (await send("PUT", `/${id}`, { ...change, name })).json());
    expect(late).toMatchObject({ code: "version-conflict", current: { name: "Yard", version: version + 1 } });
  });

  test.each([
    [{ ...CIRCLE, radiusM: 5 }, "10 m"],
    [{ ...CIRCLE, radiusM: 150_000 }, "200 km"],
    [{ ...SQUARE, points: SQUARE.points.slice(0, 2) }, "3 different"],
    [{ ...SQUARE, points: [0, 2, 1, 3].map((n) => SQUARE.points[n]) }, "cross"],
    [{ ...STREET, points: [STREET.points[0], STREET.points[0]] }, "2 different"],
  ])("is refused with a plain word where its shape is none: %j", async (shape, word) => {
    const answer = await send("POST", "", { regionId: place.north, name: "Depot", shape, rules: RULES });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain(word);
  });

  test.each([
    { shape: { ...SQUARE, points: Array.from({ length: 501 }, (_, n) => ({ lat: n / 1000, lng: 0 })) } },
    { rules: { ...RULES, dwellMinutes: 0 } },
    { rules: { ...RULES, extra: true } },
    { name: "" },
  ])("is refused where it is malformed", async (over) => {
    const body = { regionId: place.north, name: "Depot", shape: CIRCLE, rules: RULES, ...over };
    expect(await codeOf(await send("POST", "", body))).toBe("invalid-request");
  });

  test("leaves a line in the audit log for each change", async () => {
    const { id } = await draw();
    await send("DELETE", `/${id}`);
    const query = statements
      .select({ action: auditEntries.action, actor: auditEntries.actor })
      .from(auditEntries)
      .where(eq(auditEntries.tableName, "geofences"))
      .orderBy(auditEntries.id);
    const entries = valueOf(await place.tenant.run("test.audit", query));
    expect(entries.slice(-2)).toEqual([
      { action: "insert", actor: place.dispatcher.userId },
      { action: "delete", actor: place.dispatcher.userId },
    ]);
  });
});

describe("who sees and draws", () => {
  test("a dispatcher of another region, and another tenant, find nothing", async () => {
    const { id, name, rules, shape, version } = await draw();
    const regional = await userToken({ ...place.dispatcher, regionIds: [place.south] });
    const foreign = await userToken((await newPlace()).admin);
    for (const as of [regional, foreign]) {
      expect(await codeOf(await send("GET", `/${id}`, undefined, as))).toBe("not-found");
      expect(await codeOf(await send("PUT", `/${id}`, { name, rules, shape, active: true, version }, as))).toBe(
        "not-found",
      );
      expect(await codeOf(await send("DELETE", `/${id}`, undefined, as))).toBe("not-found");
      expect(await (await send("GET", "", undefined, as)).json()).toEqual({ items: [] });
    }
    const body = { regionId: place.north, name, shape, rules };
    expect(await codeOf(await send("POST", "", body, regional))).toBe("forbidden");
    expect(await codeOf(await send("POST", "", body, foreign))).toBe("invalid-request");
  });

  test("a driver sees those of where it is at home, and draws none", async () => {
    const [own, other] = [await draw(), await draw({ regionId: place.south })];
    const driver = await driverToken(place.tenantId, place.drivers[0]);
    expect((await send("GET", `/${own.id}`, undefined, driver)).status).toBe(200);
    expect(await codeOf(await send("GET", `/${other.id}`, undefined, driver))).toBe("not-found");
    const { items }: { items: Geofence[] } = await (await send("GET", "?limit=100", undefined, driver)).json();
    expect(new Set(items.map(({ regionId }) => regionId))).toEqual(new Set([place.north]));
    expect(await codeOf(await send("DELETE", `/${own.id}`, undefined, driver))).toBe("forbidden");
  });

  test("a list comes in pages, by region where one is named", async () => {
    const made = [
      await draw({ regionId: place.south }),
      await draw({ regionId: place.south }),
      await draw({ regionId: place.south }),
    ];
    const ids: string[] = [];
    let after = "";
    do {
      const page: { items: Geofence[]; next?: string } = await (
        await send("GET", `?regionId=${place.south}&limit=2${after && `&after=${after}`}`)
      ).json();
      ids.push(...page.items.map(({ id }) => id));
      expect(page.items.length).toBeLessThanOrEqual(2);
      after = page.next ?? "";
    } while (after);
    expect(ids.slice(-3)).toEqual(made.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
  });
});

test("a region has at most so many", async () => {
  const full = await newPlace();
  const rows = Array.from({ length: FENCES_PER_REGION_MAX }, () => ({
    tenantId: full.tenantId,
    id: newRowId.geofence(),
    regionId: full.north,
    name: "One of many",
    kind: "circle" as const,
    lat: 1,
    lng: 1,
    radiusM: 10,
  }));
  valueOf(await full.tenant.run("test.many", statements.insert(geofences).values(rows)));
  const body = { regionId: full.north, name: "One too many", shape: CIRCLE, rules: RULES };
  expect(await codeOf(await send("POST", "", body, await userToken(full.admin)))).toBe("conflict");
  expect((await send("POST", "", { ...body, regionId: full.south }, await userToken(full.admin))).status).toBe(201);
});

test("an object that missed a change is told by reconciliation, once", async () => {
  const other = await newPlace();
  const { north: regionId, tenantId } = other;
  const body = { regionId, name: "Depot", shape: CIRCLE, rules: RULES };
  const made = Geofence.parse(await (await send("POST", "", body, await userToken(other.admin))).json());
  // As if the runtime had stopped between the row and the call.
  const columns = { ...valueOf(shapeColumns({ kind: "circle", lat: 1, lng: 1, radiusM: 50 })), ...ruleColumns(RULES) };
  const missed = valueOf(
    await addGeofence(other.tenant, { id: newRowId.geofence(), regionId, name: "Missed", active: true, ...columns }),
  );
  const held = async () =>
    (await regionObject(env, tenantId, regionId).fencesNear(null)).fences.map(({ fenceId }) => fenceId);
  expect(await held()).toEqual([made.id]);
  expect(valueOf(await reconcileTenant(jobDeps(REACHABLE), tenantId))).toMatchObject({ fenced: 1 });
  expect(new Set(await held())).toEqual(new Set([made.id, missed?.id]));
  expect(valueOf(await reconcileTenant(jobDeps(REACHABLE), tenantId))).toMatchObject({ fenced: 0 });
});
