import { addPayment } from "../../../src/db/payments.ts";
import { statements } from "../../../src/db/client.ts";
import { shipments } from "../../../src/db/schema/shipments.ts";
import { ownRows } from "../../../src/db/own-rows.ts";
import { eq } from "drizzle-orm";
import { PaymentId, type ShipmentId } from "../../../src/protocol/ids.ts";
import { madeUpId } from "../objects/trip/trip-fixture.ts";
import { valueOf } from "../services/people-fixture.ts";
import { newShipment } from "../services/trip-place.ts";
import type { Place } from "./place.ts";

export const DUE = { amountMinor: 1_250, currency: "EUR" } as const;

export function cashOf(over: object = {}) {
  return { id: madeUpId("pay"), method: "cash", takenAt: Date.now(), amount: DUE, ...over };
}

/** One of the place's shipments on its trip with money due. Its row alone: the trip's object has no part in payments. */
export async function newDebt(place: Place): Promise<ShipmentId> {
  const { id } = await newShipment(place, { storeCode: "mill", cashDue: DUE });
  const onTrip = statements
    .update(shipments)
    .set({ tripId: place.trip.tripId, status: "assigned" })
    .where(ownRows(shipments, place.tenant, eq(shipments.id, id)));
  valueOf(await place.tenant.run("test.on-trip", onTrip));
  return id;
}

/** Cash that the first driver has. */
export async function newPayment(place: Place): Promise<PaymentId> {
  const id = PaymentId.parse(madeUpId("pay"));
  const row = {
    id,
    shipmentId: await newDebt(place),
    method: "cash",
    status: "collected",
    ...DUE,
    collectedBy: place.drivers[0],
    takenBy: place.drivers[0],
    takenAt: Date.now(),
    idempotencyKey: id,
  } as const;
  valueOf(await addPayment(place.tenant, row));
  return id;
}
