import { expect, test } from "vitest";
import { importShipments, previewImport } from "../../../src/protocol/api/shipment-import.ts";
import { listShipments } from "../../../src/protocol/api/shipments.ts";
import { Problem } from "../../../src/protocol/errors.ts";
import { userToken } from "../access/identities.ts";
import { addMember, newOffice } from "../services/people-fixture.ts";
import { askAs } from "./ask-as.ts";

const FILE = [
  "\uFEFFOrder no;Street;House number;Town;Customer;Phone;Lat;Lng;Notes;Colour",
  'I-1;Quay Street;"7; left";Harbour;Robin;+44 7400 123456;52,5;13,4;=cmd();red',
  "I-2;;8;Harbour;Kim;;;;;",
  "",
  "I-1;Quay Street;7;Harbour;Robin;;;;;",
  "I-3;Quay Street;9;Harbour;Sam;12;;;;",
  "",
].join("\r\n");

async function kept(token: string) {
  return listShipments.output.parse(await (await askAs(token, "GET /shipments")).json()).items;
}

test("a file is read and explained without keeping any of it, then kept row by row", async () => {
  const { tenant, north } = await newOffice();
  const store = await userToken(await addMember(tenant, "store"));
  const ask = (path: string, body = FILE) => askAs(store, `POST /shipments/import${path}?regionId=${north}`, { body });
  const preview = previewImport.output.parse(await (await ask("/preview")).json());
  expect(preview).toMatchObject({ delimiter: ";", missing: [], rows: 4, sound: 1, faulty: 3 });
  expect(preview.columns.map(({ field }) => field)).toEqual([
    "reference",
    "street",
    "details",
    "city",
    "name",
    "phone",
    "lat",
    "lng",
    "instructions",
    null,
  ]);
  expect(preview.errors).toEqual([
    { row: 3, column: "street", message: "is missing" },
    { row: 5, column: "reference", message: "is that of row 2" },
    { row: 6, column: "phone", message: "must be a phone number with its country's prefix" },
  ]);
  expect(await kept(store)).toEqual([]);
  const done = importShipments.output.parse(await (await ask("")).json());
  expect(done).toMatchObject({ created: 1, exists: 1, refused: 2 });
  expect(done.rows.map(({ row, outcome }) => [row, outcome])).toEqual([
    [2, "created"],
    [3, "refused"],
    [5, "exists"],
    [6, "refused"],
  ]);
  expect(done.rows[3]?.problem?.errors).toMatchObject([{ path: "phone" }]);
  expect(await kept(store)).toMatchObject([
    {
      reference: "I-1",
      storeCode: "mill",
      address: { details: "7; left" },
      instructions: "=cmd()",
      place: { lat: 52.5, lng: 13.4 },
    },
  ]);
});

test("what nobody may hand in there is wrong before it is handed in", async () => {
  const { tenant, north } = await newOffice();
  const store = await userToken(await addMember(tenant, "store"));
  const foreign = (await newOffice()).north;
  const file = (of: string) => `reference,street,details,city,name,store\nJ-1,Quay Street,7,Harbour,Robin,${of}\n`;
  const faults = async (regionId: string, of: string) => {
    const answer = await askAs(store, `POST /shipments/import/preview?regionId=${regionId}`, { body: file(of) });
    return previewImport.output.parse(await answer.json()).errors.map(({ row, column }) => [row, column]);
  };
  expect(await faults(north, "mill")).toEqual([]);
  expect(await faults(north, "bakery")).toEqual([[2, "store"]]);
  expect(await faults(foreign, "mill")).toEqual([[2, "regionId"]]);
});

test("a file that is no list is refused as a whole, and says why", async () => {
  const { admin, north } = await newOffice();
  const token = await userToken(admin);
  const ask = async (body: string) =>
    Problem.parse(await (await askAs(token, `POST /shipments/import/preview?regionId=${north}`, { body })).json());
  const header = "reference,street,details,city,name";
  for (const [body, message] of [
    ["", "needs a header row and a row behind it"],
    [`${header}\nA,"B`, "row 2: a quoted cell does not end where it should"],
    [`${header}\n${"A,B,C,D,E\n".repeat(2_001)}`, "has more than 2000 rows"],
  ] as const)
    expect(await ask(body)).toMatchObject({ code: "invalid-request", errors: [{ path: "body", message }] });
  expect(await ask("x".repeat(1024 * 1024 + 1))).toMatchObject({ code: "body-too-large" });
});
