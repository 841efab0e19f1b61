import { expect, test } from "vitest";
import { checkDays, type KeptDays } from "../../../dev/days/check-days.ts";
import { DayBook } from "../../../dev/days/day-book.ts";
import { wireId } from "../../../dev/tenant-rows.ts";
import type { ShipmentStatus } from "../../../src/protocol/shipment.ts";
import { PaymentId, ProofId, ShipmentId, TripId } from "../../../src/protocol/ids.ts";

const UUID = "018d0000-0000-7000-8000-000000000001";
const shipmentId = ShipmentId.parse(wireId("shp", UUID));
const proofId = ProofId.parse(wireId("prf", UUID));
const tripId = TripId.parse(wireId("trip", UUID));
const paymentId = PaymentId.parse(wireId("pay", UUID));
const KEY = `route:${tripId}:on-the-way:1:${shipmentId}`;
const UPLOAD = {
  id: "upl_1",
  proofId,
  status: "checked",
  objectKey: "tnt/images/upl_1",
  thumbnailKey: "tnt/thumbnails/upl_1",
  cleanSha256: "aa",
};
const PAYMENT = { id: paymentId, shipmentId, status: "collected", amountMinor: 500 };

function book(): DayBook {
  const made = new DayBook();
  made.endings.set(shipmentId, "delivered");
  made.proofs.set(proofId, { shipmentId, files: 1, isComplete: true });
  made.awaited.set(tripId, [shipmentId]);
  made.payments.set(paymentId, { shipmentId, method: "cash", amountMinor: 500 });
  return made;
}

function kept(over: Partial<KeptDays> = {}): KeptDays {
  return {
    shipments: new Map([[shipmentId, "delivered"]]),
    histories: new Map([[shipmentId, ["out_for_delivery", "arrived", "delivered"]]]),
    proofs: [{ id: proofId, shipmentId, isComplete: true }],
    uploads: [UPLOAD],
    payments: [PAYMENT],
    objects: new Map([
      [UPLOAD.objectKey, "aa"],
      [UPLOAD.thumbnailKey, "cc"],
    ]),
    notifications: [{ key: KEY, status: "sent" }],
    ...over,
  };
}

test("days that ended as they were promised are right", () => {
  expect(checkDays(book(), kept())).toEqual([]);
});

test.each<[string, ShipmentStatus[]]>([
  ["tried again at the same door", ["out_for_delivery", "failed", "arrived", "delivered"]],
  ["reported as picked up and nothing else", ["picked_up", "delivered"]],
  ["handed over to another driver, and called off", ["out_for_delivery", "cancelled"]],
  ["brought back to the depot", ["out_for_delivery", "arriving", "created", "out_for_delivery", "delivered"]],
])("a parcel that was %s has a history", (_, history) => {
  expect(checkDays(book(), kept({ histories: new Map([[shipmentId, history]]) }))).toEqual([]);
});

test("a card is right once its provider has confirmed it", () => {
  const made = book();
  made.payments.set(paymentId, { shipmentId, method: "card", amountMinor: 500 });
  expect(checkDays(made, kept({ payments: [{ ...PAYMENT, status: "confirmed" }] }))).toEqual([]);
  expect(checkDays(made, kept()).map(({ invariant }) => invariant)).toEqual(["I1"]);
});

// Every violation that is told, and no other: a check that is gone must not hide behind one that found the same.
test.each<[string, Partial<KeptDays>, string]>([
  ["a parcel that ended otherwise", { shipments: new Map([[shipmentId, "failed"]]) }, "I1"],
  ["a proof that is gone", { proofs: [], uploads: [], objects: new Map() }, "I1"],
  ["a proof of another parcel", { proofs: [{ id: proofId, shipmentId: "shp_2", isComplete: true }] }, "I1"],
  ["a proof that was never complete", { proofs: [{ id: proofId, shipmentId, isComplete: false }] }, "I1"],
  ["a proof that nobody made", { proofs: [...kept().proofs, { id: "prf_2", shipmentId, isComplete: true }] }, "I2"],
  ["a payment that is gone", { payments: [] }, "I1"],
  ["a payment of another sum", { payments: [{ ...PAYMENT, amountMinor: 499 }] }, "I1"],
  ["cash that was never taken", { payments: [{ ...PAYMENT, status: "pending" }] }, "I1"],
  ["a file that is gone", { objects: new Map() }, "I4"],
  ["another file in its place", { objects: new Map([[UPLOAD.objectKey, "bb"]]) }, "I4"],
  ["a file that nobody knows", { objects: new Map([...kept().objects, ["arrived/x", "cc"]]) }, "I4"],
  ["a file that was never checked", { uploads: [{ ...UPLOAD, status: "stored" }] }, "I4"],
  ["a proof without its file's row", { uploads: [] }, "I4 I4 I4"],
  ["a row that names no file", { uploads: [{ ...UPLOAD, objectKey: null }] }, "I4 I4"],
  ["a step that no parcel can take", { histories: new Map([[shipmentId, ["delivered", "failed"]]]) }, "I5"],
  ["a delivery of what nobody took", { histories: new Map([[shipmentId, ["delivered"]]]) }, "I5"],
  ["an arrival without a way", { histories: new Map([[shipmentId, ["picked_up", "arrived", "delivered"]]]) }, "I5"],
  ["money that was taken twice", { payments: [PAYMENT, { ...PAYMENT, id: "pay_2" }] }, "I6"],
  ["somebody who was told twice", { notifications: [...kept().notifications, ...kept().notifications] }, "I6"],
  ["somebody who was never told", { notifications: [] }, "I6"],
  ["somebody whose word never went out", { notifications: [{ key: KEY, status: "queued" }] }, "I6"],
])("%s is found", (_, over, invariants) => {
  const found = checkDays(book(), kept(over)).map(({ invariant }) => invariant);
  expect(found.join(" ")).toBe(invariants);
});
