import { env } from "cloudflare:workers";
import { runInDurableObject } from "cloudflare:test";
import { beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { idempotencyObject } from "../../../src/platform/object-stubs.ts";
import { userToken } from "../access/identities.ts";
import { newOffice, type Office, valueOf } from "../services/people-fixture.ts";
import { addActiveDriver, liveDeps, newShipment, newTrip, stopFor } from "../services/trip-place.ts";
import { moveTrip } from "../../../src/services/trip-steps.ts";
import { askAs } from "./ask-as.ts";
import { codeOf } from "./call.ts";

const Made = z.object({ id: z.string() });
const Listed = z.object({ items: z.array(Made) });
const MINUTE_MS = 60_000;
const AREA = [
  { lat: 52.5, lng: 13.3 },
  { lat: 52.5, lng: 13.5 },
  { lat: 52.6, lng: 13.4 },
];
const FENCE = {
  name: "Depot",
  shape: { kind: "circle", lat: 52.5, lng: 13.4, radiusM: 200 },
  rules: { onEnter: true, onLeave: true, dwellMinutes: null },
  active: true,
};

let office: Office;
let token: string;
beforeAll(async () => {
  office = await newOffice();
  token = await userToken(office.admin);
});

/** As a Worker leaves it that did the work and did not live, or was not able, to keep its answer. */
async function forgetAnswers({ workingSince }: { readonly workingSince: number | null }): Promise<void> {
  await runInDurableObject(idempotencyObject(env, office.tenantId, office.admin.userId), (_, { storage }) => {
    storage.sql.exec("UPDATE answers SET sealed = NULL, working_since = ?", workingSince);
  });
}

async function tripBody() {
  const { driverId } = await addActiveDriver(office, office.north);
  return { regionId: office.north, driverId, stops: [stopFor(await newShipment(office), 52.5)] };
}

test.each([
  ["/regions", async () => ({ name: "Old town", timeZone: "Europe/Berlin", area: AREA })],
  ["/vehicles", async () => ({ regionId: office.north, kind: "van", label: "Van 7" })],
  ["/geofences", async () => ({ regionId: office.north, ...FENCE })],
  ["/trips", tripBody],
])("what was made at %s and nobody heard of is made no second time under its key", async (path, bodyOf) => {
  const [body, headers] = [await bodyOf(), { "idempotency-key": crypto.randomUUID() }];
  const ask = async () => askAs(token, `POST ${path}`, { body, headers });
  const listed = async () => Listed.parse(await (await askAs(token, `GET ${path}`)).json()).items;
  const before = await listed();
  const first = await ask();
  expect(first.status).toBe(201);
  await forgetAnswers({ workingSince: null });
  const again = await ask();
  expect(again.status).toBe(201);
  expect(again.headers.get("idempotency-replayed")).toBeNull();
  const { id } = Made.parse(await first.json());
  expect(Made.parse(await again.json()).id).toBe(id);
  const after = await listed();
  expect(after).toHaveLength(before.length + 1);
  expect(after.map((one) => one.id)).toContain(id);
  // From then on the answer is kept as any other.
  expect((await ask()).headers.get("idempotency-replayed")).toBe("true");
});

test("a driver is offered a shipment once, though nobody heard that it was", async () => {
  const { driverId } = await addActiveDriver(office, office.north);
  const { id: tripId } = await newTrip(office, driverId);
  valueOf(await moveTrip(liveDeps(office.admin), tripId, "start"));
  const { id: shipmentId } = await newShipment(office);
  const [body, headers] = [{ to: { tripIds: [tripId] } }, { "idempotency-key": crypto.randomUUID() }];
  const ask = async () => askAs(token, `POST /shipments/${shipmentId}/offers`, { body, headers });
  const first = Made.parse(await (await ask()).json());
  await forgetAnswers({ workingSince: null });
  expect(Made.parse(await (await ask()).json())).toMatchObject({ id: first.id });
});

test("a stop without parcels is put into a plan once, though nobody heard that it was", async () => {
  const { driverId } = await addActiveDriver(office, office.north);
  const { id: tripId } = await newTrip(office, driverId);
  const ask = async (key: string) => {
    const headers = { "idempotency-key": key };
    const made = await askAs(token, `POST /trips/${tripId}/stops`, {
      body: { place: { lat: 52.5, lng: 13.4 } },
      headers,
    });
    expect(made.status).toBe(201);
    return z.object({ stops: z.array(z.object({ stopId: z.string() })) }).parse(await made.json()).stops;
  };
  const key = crypto.randomUUID();
  const first = await ask(key);
  await forgetAnswers({ workingSince: null });
  expect(await ask(key)).toEqual(first);
  expect(await ask(crypto.randomUUID())).toHaveLength(first.length + 1);
});

test("whoever died at it is waited for, then followed; another body under its key is refused all the while", async () => {
  const [body, headers] = [
    { regionId: office.north, kind: "van", label: "Van 8" },
    { "idempotency-key": crypto.randomUUID() },
  ];
  const ask = async (over = {}) => askAs(token, "POST /vehicles", { body: { ...body, ...over }, headers });
  const { id } = Made.parse(await (await ask()).json());
  await forgetAnswers({ workingSince: Date.now() });
  expect(await codeOf(await ask())).toBe("in-progress");
  await forgetAnswers({ workingSince: Date.now() - MINUTE_MS });
  expect(await codeOf(await ask({ label: "Van 9" }))).toBe("idempotency-mismatch");
  expect(Made.parse(await (await ask()).json()).id).toBe(id);
});
