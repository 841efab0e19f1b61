import { expect, test } from "vitest";
import type { Caller } from "../../../src/domain/caller.ts";
import { mayReport, mayShipment } from "../../../src/domain/permissions.ts";
import { isShipmentOver, nextShipmentStatus, toldEvent } from "../../../src/domain/shipment-state.ts";
import { ApiKeyId, DriverId, RegionId, ShipmentId, TenantId, UserId } from "../../../src/protocol/ids.ts";
import { ShipmentStatus } from "../../../src/protocol/shipment.ts";

const ZEROS = "0".repeat(26);
const tenantId = TenantId.parse(`tnt_${ZEROS}`);
const userId = UserId.parse(`usr_${ZEROS}`);
const driverId = DriverId.parse(`drv_${ZEROS}`);
const keyId = ApiKeyId.parse(`key_${ZEROS}`);
const regionId = RegionId.parse(`reg_${ZEROS}`);
const shipment = { tenantId, shipmentId: ShipmentId.parse(`shp_${ZEROS}`), regionId, storeCode: "mill", driverId };

const user = { kind: "user", tenantId, userId, sessionId: "s" } as const;
const key = { kind: "key", tenantId, keyId, scopes: ["shipment:write"] } as const;

test.each<[string, Caller, delivered: boolean, cancelled: boolean]>([
  ["an admin", { ...user, role: "admin" }, true, true],
  ["a dispatcher", { ...user, role: "dispatcher" }, true, true],
  ["a dispatcher of elsewhere", { ...user, role: "dispatcher", regionIds: [] }, false, false],
  ["its store", { ...user, role: "store", storeCode: "mill" }, false, true],
  ["another store", { ...user, role: "store", storeCode: "quay" }, false, false],
  ["its driver", { kind: "driver", tenantId, driverId, sessionId: "s" }, true, false],
  ["a key", key, true, true],
  ["its store's key", { ...key, storeCode: "mill" }, false, true],
  ["a key that only reads", { ...key, scopes: ["shipment:read"] }, false, false],
])("%s reports what happened, or calls it off, or neither", (_, caller, delivered, cancelled) => {
  const may = (status: ShipmentStatus) => mayReport(caller, status) && mayShipment(caller, "update", shipment);
  expect(may("delivered")).toBe(delivered);
  expect(may("cancelled")).toBe(cancelled);
});

test("whatever is told leads to the status that was named, from some state at least", () => {
  for (const status of ShipmentStatus.options) {
    const event = toldEvent(status);
    if (!event) continue;
    const reached = ShipmentStatus.options.flatMap((from) => {
      const next = nextShipmentStatus(from, event);
      return next.ok ? [next.value] : [];
    });
    expect(reached).toContain(status);
  }
});

test("from what is over nothing leads on", () => {
  for (const from of ShipmentStatus.options.filter(isShipmentOver)) {
    for (const status of ShipmentStatus.options) {
      const event = toldEvent(status);
      const next = event && nextShipmentStatus(from, event);
      expect(next?.ok ? next.value : from).toBe(from);
    }
  }
});
