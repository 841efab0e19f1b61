import { env } from "cloudflare:workers";
import { evictDurableObject } from "cloudflare:test";
import { expect, test, vi } from "vitest";
import { newRowId } from "../../../src/platform/new-row-id.ts";
import { regionObject, sosObject, tripObject } from "../../../src/platform/object-stubs.ts";
import { listSos } from "../../../src/protocol/api/sos.ts";
import { Sos } from "../../../src/protocol/sos.ts";
import { openRegion } from "../../../src/services/live-regions.ts";
import { raiseSos } from "../../../src/services/sos-raise.ts";
import { moveTrip } from "../../../src/services/trip-steps.ts";
import { driverToken, userToken } from "../access/identities.ts";
import { UNREACHABLE } from "../jobs/job-deps.ts";
import { openDb } from "../../../src/db/client.ts";
import { MapClient } from "../objects/region-fixture.ts";
import { driverOf, is } from "../objects/trip/trip-fixture.ts";
import { addMember, newOffice, valueOf } from "../services/people-fixture.ts";
import { addActiveDriver, liveDeps, newTrip } from "../services/trip-place.ts";
import { as } from "./duty.ts";

/** The queue delivers after a second, on a busy machine later. */
const ARRIVES = { timeout: 20_000, interval: 250 };

async function place() {
  const office = await newOffice();
  const { tenantId, north: regionId } = office;
  valueOf(await openRegion(liveDeps(office.admin), tenantId, regionId));
  const region = regionObject(env, tenantId, regionId);
  const map = await MapClient.watch({ tenantId, regionId, region });
  const driver = await addActiveDriver(office, regionId);
  return { office, map, driver, token: await driverToken(tenantId, driver.driverId) };
}

function openOn({ json }: MapClient): Sos[] {
  return json.flatMap((message) => (message.type === "sos:open" ? [message.calls] : [])).at(-1) ?? [];
}

test("a call by socket and by request is one call, one dispatcher has it by name, and all of it is on record", async () => {
  const { office, map, driver, token } = await place();
  const { tenantId } = office;
  const { id: tripId } = await newTrip(office, driver.driverId);
  valueOf(await moveTrip(liveDeps(office.admin), tripId, "start"));
  const trip = (await tripObject(env, tenantId, tripId).picture())?.trip;
  if (!trip) throw new Error("no trip");
  const { ear } = await driverOf(trip);
  const id = newRowId.sos();
  const press = { at: Date.now(), lat: 52.5, lng: 13.4, note: "Help" };
  ear.say({ type: "driver:sos", epoch: "epoch-0001", seq: 1, ...press, sosId: id });
  await map.until(() => openOn(map).length === 1);
  expect(openOn(map)).toMatchObject([{ id, state: "open", tripId, driverFirstName: "Ada", note: "Help" }]);
  const repeated = await as(token, "POST", "/sos", { id, ...press });
  expect(Sos.parse(await repeated.json())).toMatchObject({ id, presses: 1, tripId });
  expect((await ear.wait(is("cadence"))).cadence.intervalMs).toBe(2_000);

  const desk = sosObject(env, tenantId);
  await evictDurableObject(desk);
  const [first, second] = [office.admin, await addMember(office.tenant, "dispatcher")];
  const won = await as(await userToken(first), "POST", `/sos/${id}/acknowledge`);
  expect(Sos.parse(await won.json())).toMatchObject({ acknowledgedBy: { id: first.userId, name: "The admin" } });
  const lost = await as(await userToken(second), "POST", `/sos/${id}/acknowledge`);
  expect([lost.status, await lost.json()]).toMatchObject([409, { winner: { id: first.userId, name: "The admin" } }]);
  await ear.wait(
    (known): known is typeof known => known.type === "sos:changed" && known.call.acknowledgedBy?.name === "The admin",
  );
  const closed = await as(await userToken(second), "POST", `/sos/${id}/close`, { note: "A flat tyre" });
  expect(Sos.parse(await closed.json())).toMatchObject({ state: "closed", closedBy: second.userId });
  await map.until(() => openOn(map).length === 0);
  await vi.waitFor(async () => {
    const listed = listSos.output.parse(await (await as(token, "GET", "/sos")).json());
    expect(listed.items).toMatchObject([
      { id, state: "closed", closingNote: "A flat tyre", acknowledgedBy: { name: "The admin" } },
    ]);
  }, ARRIVES);
});

test("off duty and without a database a driver who has had a trip is heard, and can take the call back", async () => {
  const { office, map, driver, token } = await place();
  const { id: tripId } = await newTrip(office, driver.driverId);
  for (const step of ["start", "complete"] as const) valueOf(await moveTrip(liveDeps(office.admin), tripId, step));
  const deps = liveDeps(driver, { db: openDb(UNREACHABLE, () => {}) });
  const id = newRowId.sos();
  expect(valueOf(await raiseSos(deps, { id, lat: 52.5, lng: 13.4 }))).toMatchObject({ tripId: null, state: "open" });
  expect(valueOf(await raiseSos(deps, { id: newRowId.sos() }))).toMatchObject({ id, presses: 2 });
  await map.until(() => openOn(map).some(({ presses }) => presses === 2));
  expect((await as(token, "PUT", `/sos/${id}/place`, { lat: 52.6, lng: 13.4 })).status).toBe(200);
  await map.until(() => openOn(map)[0]?.place?.lat === 52.6);
  const withdrawn = await as(token, "POST", `/sos/${id}/close`, { note: "By mistake" });
  expect(Sos.parse(await withdrawn.json())).toMatchObject({ state: "withdrawn", closedBy: driver.driverId });
  await map.until(() => openOn(map).length === 0);
});
