import { expect, test } from "vitest";
import { mapColumns, missingColumns } from "../../../src/domain/shipment-columns.ts";
import { readShipmentRow, type RowSetting } from "../../../src/domain/shipment-row.ts";
import { RegionId } from "../../../src/protocol/ids.ts";

const regionId = RegionId.parse(`reg_${"0".repeat(26)}`);
const HEADER = ["Order No.", "Street", "House number", "City", "Customer"];
const CELLS = ["A-1", "Quay Street", "7", "Harbour", "Robin"];

function read(extra: Record<string, string>, over: Partial<RowSetting> = {}) {
  const columns = mapColumns([...HEADER, ...Object.keys(extra)]);
  const setting = { columns, regionId, storeCode: undefined, decimalComma: false, ...over };
  return readShipmentRow({ row: 2, cells: [...CELLS, ...Object.values(extra)] }, setting);
}

test("columns are known by what people call them, each field by the first of its columns", () => {
  const columns = mapColumns(["ORDER-ID", "Zip Code", "Remarks", "Ref", "window_start"]);
  expect(columns).toEqual(["reference", "postcode", null, null, "window_start"]);
  expect(missingColumns(columns)).toEqual(["street", "details", "city", "name"]);
});

test("a row becomes what the API would have been sent", () => {
  const extra = {
    lat: "52.5",
    lng: "13.4",
    weight: "900",
    "window start": "2026-11-21 09:00+01:00",
    "window end": "2026-11-21T10:00:00Z",
    cod: "250",
    currency: "EUR",
  };
  expect(read(extra, { storeCode: "mill" })).toEqual({
    ok: true,
    value: {
      regionId,
      kind: "delivery",
      reference: "A-1",
      storeCode: "mill",
      address: { street: "Quay Street", city: "Harbour", postcode: "", details: "7" },
      recipient: { name: "Robin" },
      place: { lat: 52.5, lng: 13.4 },
      window: { startsAt: Date.UTC(2026, 10, 21, 8), endsAt: Date.UTC(2026, 10, 21, 10) },
      weightG: 900,
      cashDue: { amountMinor: 250, currency: "EUR" },
    },
  });
});

test("cells that a spreadsheet takes for formulas are text, with or without the guard that we write", () => {
  for (const [notes, kept] of [
    ["=1+1", "=1+1"],
    ["'=1+1", "=1+1"],
    ["@home", "@home"],
    ["'quoted'", "'quoted'"],
    ["two\r\nlines", "two lines"],
  ] as const)
    expect(read({ notes })).toMatchObject({ ok: true, value: { instructions: kept } });
});

test("what is wrong is told by column, all of it at once", () => {
  const faulty = read({ store: "No Code!", lat: "north", email: "robin", "window start": "2026-11-21 09:00" });
  expect(faulty).toMatchObject({ ok: false });
  const columns = faulty.ok ? [] : faulty.errors.map(({ path }) => path);
  expect(columns.toSorted()).toEqual(["email", "lat", "lng", "store", "window_end", "window_start"]);
  const missing = readShipmentRow(
    { row: 2, cells: ["A-1"] },
    { columns: mapColumns(HEADER), regionId, storeCode: undefined, decimalComma: false },
  );
  expect(missing).toMatchObject({ errors: expect.arrayContaining([{ path: "street", message: "is missing" }]) });
});

test("a file with semicolons writes numbers with a comma", () => {
  expect(read({ lat: "52,5", lng: "13,4" }, { decimalComma: true })).toMatchObject({
    value: { place: { lat: 52.5, lng: 13.4 } },
  });
  expect(read({ lat: "52,5", lng: "13,4" })).toMatchObject({ ok: false });
});
