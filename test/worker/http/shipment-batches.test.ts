import { expect, test } from "vitest";
import { statements } from "../../../src/db/client.ts";
import { shipments } from "../../../src/db/schema/shipments.ts";
import { StatusReport } from "../../../src/protocol/api/shipment-changes.ts";
import { createShipments, updateShipments } from "../../../src/protocol/api/shipment-batches.ts";
import { searchShipments } from "../../../src/protocol/api/shipment-search.ts";
import type { Caller } from "../../../src/domain/caller.ts";
import type { ShipmentId } from "../../../src/protocol/ids.ts";
import { moveTrip } from "../../../src/services/trip-steps.ts";
import { userToken } from "../access/identities.ts";
import { addMember, newOffice, queries, valueOf } from "../services/people-fixture.ts";
import { addActiveDriver, liveDeps, newShipment, newTrip, shipmentInput, stopFor } from "../services/trip-place.ts";
import { createShipments as handIn } from "../../../src/services/shipment-batch.ts";
import { updateShipments as change } from "../../../src/services/shipment-bulk.ts";
import { askAs } from "./ask-as.ts";

async function batch(token: string, items: unknown[]) {
  const answer = await askAs(token, "POST /shipments/batch", { body: { items } });
  return createShipments.output.parse(await answer.json()).items;
}

async function bulk(token: string, items: unknown[]) {
  const answer = await askAs(token, "PUT /shipments/bulk-update", { body: { items } });
  return updateShipments.output.parse(await answer.json()).items;
}

async function found(token: string, query: Record<string, string>) {
  const answer = await askAs(token, `GET /shipments/search?${new URLSearchParams(query).toString()}`);
  return searchShipments.output.parse(await answer.json());
}

test("of many handed in each is created, known or refused for itself, in their order", async () => {
  const { tenant, north, admin } = await newOffice();
  const store = await userToken(await addMember(tenant, "store"));
  const foreign = (await newOffice()).north;
  const order = (reference: string, over: object = {}) => ({ ...shipmentInput(north), reference, ...over });
  const items = await batch(store, [
    order("B-1"),
    order("B-2", { recipient: { name: "Robin", phone: "12" } }),
    order("B-1"),
    order("B-3", { storeCode: "bakery" }),
    order("B-4", { regionId: foreign }),
    order("B-5", { weightG: -1, colour: "red" }),
    order("B-6"),
  ]);
  expect(items.map(({ outcome, problem }) => [outcome, problem?.code])).toEqual([
    ["created", undefined],
    ["refused", "invalid-request"],
    ["exists", undefined],
    ["refused", "forbidden"],
    ["refused", "conflict"],
    ["refused", "invalid-request"],
    ["created", undefined],
  ]);
  expect(items[2]?.shipmentId).toBe(items[0]?.shipmentId);
  expect(items[1]?.problem?.errors).toMatchObject([{ path: "recipient.phone" }]);
  expect(items[5]?.problem?.errors?.map(({ path }) => path)).toContain("weightG");
  const again = await batch(store, [order("B-6"), order("B-1")]);
  expect(again).toEqual([
    { outcome: "exists", shipmentId: items[6]?.shipmentId },
    { outcome: "exists", shipmentId: items[0]?.shipmentId },
  ]);
  const { items: kept } = await found(await userToken(admin), { storeCode: "mill" });
  expect(kept.map(({ reference }) => reference).toSorted()).toEqual(["B-1", "B-6"]);
  expect((await askAs(store, "POST /shipments/batch", { body: { items: ["x"] } })).status).toBe(400);
});

test("five hundred take as many statements as two", async () => {
  const { admin, north } = await newOffice();
  const deps = liveDeps(admin);
  const before = queries.length;
  const items = Array.from({ length: 500 }, () => ({ ok: true as const, value: shipmentInput(north) }));
  const made = valueOf(await handIn(deps, items)).map(valueOf);
  const changes = made
    .slice(0, 200)
    .map(({ shipmentId }) => ({ ok: true as const, value: { shipmentId, change: { weightG: 7 } } }));
  expect(valueOf(await change(deps, changes)).every(({ version }) => version === 2)).toBe(true);
  const names = queries.slice(before).map(({ name }) => name);
  expect(names.filter((name) => name.startsWith("shipments."))).toEqual([
    "shipments.add",
    "shipments.find-all",
    "shipments.write",
  ]);
});

test("two hundred that were delivered take as many statements as one, whatever has to prove them", async () => {
  const { admin, north, tenant } = await newOffice();
  const deps = liveDeps(admin);
  const proofs = [{ proof: { required: ["note" as const] } }, {}];
  const items = Array.from({ length: 200 }, (_, at) => ({
    ok: true as const,
    value: shipmentInput(north, proofs[at % 2]),
  }));
  const made = valueOf(await handIn(deps, items)).map(valueOf);
  valueOf(await tenant.run("test.out", statements.update(shipments).set({ status: "out_for_delivery" })));
  const before = queries.length;
  const report = StatusReport.parse({ status: "delivered" });
  const reports = made.map(({ shipmentId }) => ({ ok: true as const, value: { shipmentId, report } }));
  const done = valueOf(await change(deps, reports));
  expect(done.map(({ status, failure }) => failure?.tag ?? status)).toEqual(
    made.map((_, at) => (at % 2 === 0 ? "proof-incomplete" : "delivered")),
  );
  const names = queries.slice(before).map(({ name }) => name);
  expect(names.filter((name) => /^(shipments|proofs)\./.test(name))).toEqual([
    "shipments.find-all",
    "shipments.loads",
    "proofs.complete",
    "shipments.write",
  ]);
});

test("of many changes those that may be are done, on trips too, and the others say why", async () => {
  const office = await newOffice();
  const admin = await userToken(office.admin);
  const [waiting, stale, carried, cancelled] = [
    await newShipment(office),
    await newShipment(office),
    await newShipment(office),
    await newShipment(office),
  ];
  const driver = await addActiveDriver(office, office.north);
  const trip = await newTrip(office, driver.driverId, [stopFor(carried, 52.51)]);
  valueOf(await moveTrip(liveDeps(office.admin), trip.id, "start"));
  const foreign = await newShipment(await newOffice());
  const outcomes = await bulk(admin, [
    { shipmentId: waiting.id, change: { instructions: "Knock" } },
    { shipmentId: stale.id, version: 9, change: { weightG: 1 } },
    { shipmentId: carried.id, report: { status: "delivered" } },
    { shipmentId: cancelled.id, report: { status: "cancelled" } },
    { shipmentId: foreign.id, change: { weightG: 1 } },
    { shipmentId: waiting.id, report: { status: "cancelled" } },
    { shipmentId: stale.id },
  ]);
  expect(outcomes).toMatchObject([
    { outcome: "done", shipmentId: waiting.id, status: "created", version: 2 },
    { outcome: "refused", shipmentId: stale.id, version: 1, problem: { code: "version-conflict" } },
    { outcome: "done", shipmentId: carried.id, status: "delivered" },
    { outcome: "done", shipmentId: cancelled.id, status: "cancelled", version: 2 },
    { outcome: "refused", problem: { code: "not-found" } },
    { outcome: "refused", shipmentId: waiting.id, problem: { code: "conflict" } },
    { outcome: "refused", problem: { code: "invalid-request" } },
  ]);
  expect(outcomes[4]).not.toHaveProperty("shipmentId");
  const store = await addMember(office.tenant, "store");
  const theirs = await bulk(await userToken(store), [{ shipmentId: waiting.id, change: { weightG: 1 } }]);
  expect(theirs).toMatchObject([{ outcome: "refused", problem: { code: "not-found" } }]);
});

test("a search finds what fits all that is asked for, page by page, and nobody finds another's", async () => {
  const office = await newOffice();
  const { tenant, north, south } = office;
  const admin = await userToken(office.admin);
  const quay = (reference: string, lat: number) => newShipment(office, { reference, place: { lat, lng: 13.4 } });
  const [one, two, three] = [await quay("Q-100", 52.1), await quay("Q-200", 52.2), await quay("Q-300", 52.3)];
  const mill = await newShipment(office, {
    reference: "M-1",
    storeCode: "mill",
    regionId: south,
    address: { street: "Mill Lane", city: "Upriver", postcode: "", details: "1" },
    window: { startsAt: 5_000, endsAt: 9_000 },
  });
  const driver = await addActiveDriver(office, north);
  const trip = await newTrip(office, driver.driverId, [stopFor(two, 52.2)]);
  const ids = async (query: Record<string, string>, token = admin): Promise<ShipmentId[]> =>
    (await found(token, query)).items.map(({ id }) => id);
  expect(await ids({ text: "Q-2" })).toEqual([two.id]);
  expect(await ids({ text: "upriver" })).toEqual([mill.id]);
  expect(await ids({ text: "Kway Street" })).toEqual([three.id, two.id, one.id]);
  expect(await ids({ text: "Quay Street", status: "created,cancelled" })).toEqual([three.id, one.id]);
  expect(await ids({ driverId: driver.driverId })).toEqual([two.id]);
  expect(await ids({ tripId: trip.id, status: "assigned" })).toEqual([two.id]);
  expect(await ids({ regionId: south })).toEqual([mill.id]);
  expect(await ids({ bbox: "13,52.15,14,52.25" })).toEqual([two.id]);
  expect(await ids({ bbox: "13.4,52.2,13.4,52.2" })).toEqual([two.id]);
  expect(await ids({ bbox: "13.4,51.9,13.4,52.45", text: "Quay" })).toEqual([three.id, two.id, one.id]);
  expect(await ids({ windowFrom: "5000", windowTo: "5001" })).toEqual([mill.id]);
  expect(await ids({ createdFrom: "0", createdTo: String(one.createdAt) })).toEqual([]);
  const first = await found(admin, { text: "Quay", limit: "2" });
  expect(first).toMatchObject({ items: [{ id: three.id }, { id: two.id }], next: two.id });
  expect(await ids({ text: "Quay", limit: "2", after: two.id })).toEqual([one.id]);
  const store = await addMember(tenant, "store");
  const dispatcher: Caller = { ...(await addMember(tenant, "dispatcher")), regionIds: [south] };
  expect(await ids({}, await userToken(store))).toEqual([mill.id]);
  expect(await ids({ storeCode: "bakery" }, await userToken(store))).toEqual([]);
  expect(await ids({ text: "Quay" }, await userToken(dispatcher))).toEqual([]);
  expect(await ids({ text: "Quay" }, await userToken((await newOffice()).admin))).toEqual([]);
  for (const query of ["bbox=14,52,13,53", "status=lost", "text=%00", "bbox=1,2,3"])
    expect((await askAs(admin, `GET /shipments/search?${query}`)).status).toBe(400);
});
