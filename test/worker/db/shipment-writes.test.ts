import { expect, test } from "vitest";
import { readShipmentPast } from "../../../src/db/shipment-history.ts";
import { writeShipments } from "../../../src/db/shipment-writes.ts";
import { findShipment, type ShipmentRow } from "../../../src/db/shipments.ts";
import { changedNote } from "../../../src/services/shipment-notes.ts";
import { newOffice, type Office, valueOf } from "../services/people-fixture.ts";
import { newShipment } from "../services/trip-place.ts";

async function rowOf(office: Office): Promise<ShipmentRow> {
  const row = valueOf(await findShipment(office.tenant, (await newShipment(office)).id));
  if (!row) throw new Error("no row");
  return row;
}

/** Rows that are written in no order end in a deadlock in fewer. */
const CLASHES = 20;

const heavier = (row: ShipmentRow, weightG: number) => ({
  row: { ...row, weightG },
  note: changedNote({ weightG }, "test", Date.now()),
});

test("what somebody else has written meanwhile is left as it is, nothing is noted of it, and the others are written", async () => {
  const office = await newOffice();
  const { tenant } = office;
  const [one, other] = [await rowOf(office), await rowOf(office)];
  expect(valueOf(await writeShipments(tenant, [heavier(one, 1)]))).toEqual(new Set([one.id]));
  expect(valueOf(await writeShipments(tenant, [heavier(one, 2), heavier(other, 2)]))).toEqual(new Set([other.id]));
  expect(valueOf(await findShipment(tenant, one.id))).toMatchObject({ weightG: 1, version: 2 });
  expect(valueOf(await findShipment(tenant, other.id))).toMatchObject({ weightG: 2, version: 2 });
  const page = { shipmentId: one.id, after: undefined, limit: 10 };
  const { between } = valueOf(await readShipmentPast(tenant, page));
  expect(between.map(({ kind, fields }) => [kind, fields])).toEqual([
    ["changed", ["weightG"]],
    ["created", []],
  ]);
});

test("another tenant's row is not met", async () => {
  const row = await rowOf(await newOffice());
  expect(valueOf(await writeShipments((await newOffice()).tenant, [heavier(row, 1)]))).toEqual(new Set());
});

test("of two who write the same rows in opposite orders at once, one does and the other finds them changed", async () => {
  const office = await newOffice();
  let rows: ShipmentRow[] = [];
  for (let left = 8; left > 0; left--) rows.push(await rowOf(office));
  for (let round = 0; round < CLASHES; round++) {
    const lots = [rows, rows.toReversed()].map((list) => list.map((row) => heavier(row, round + 1)));
    const written = await Promise.all(lots.map(async (lot) => writeShipments(office.tenant, lot)));
    expect(new Set(written.map((outcome) => valueOf(outcome).size))).toEqual(new Set([0, rows.length]));
    rows = rows.map((row) => ({ ...row, version: row.version + 1 }));
  }
});
