import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { checkProofs } from "../../../dev/check-proofs.ts";
import { recordText } from "../../../src/domain/proof/proof-record.ts";
import { printPage } from "../../../src/domain/proof/print-page.ts";
import { ProofRecord, Proofs } from "../../../src/protocol/api/proofs.ts";

const id = (prefix: string) => `${prefix}_${"1".padStart(26, "0")}`;
const sha256 = (data: string | Uint8Array) => createHash("sha256").update(data).digest("hex");

const IMAGE = Buffer.from("a clean image");
const record = ProofRecord.parse({
  format: 1,
  proofId: id("prf"),
  shipmentId: id("shp"),
  tripId: id("trip"),
  stopId: null,
  source: "driver",
  madeBy: id("drv"),
  takenAt: 1_000,
  recordedAt: 2_000,
  skewMs: 3,
  place: { lat: 52.5, lng: 13.4, accuracyM: null },
  distanceM: 12,
  deviceHash: null,
  kinds: ["photo", "note"],
  missing: [],
  note: '<script>alert("hi")</script>',
  barcode: null,
  pinMatched: null,
  cash: null,
  idCheck: null,
  files: [{ uploadId: id("upl"), kind: "photo", contentType: "image/jpeg", sizeBytes: 9, sha256: "0".repeat(64) }],
});
const image = { uploadId: id("upl"), kind: "photo", status: "checked", rejectionCode: null, widthPx: 1, heightPx: 1 };

function answer(over: object = {}): Proofs {
  const images = [{ ...image, orientation: 1, cleanSha256: sha256(IMAGE), url: null }];
  const item = { proofId: record.proofId, takenAt: 1_000, kinds: record.kinds, completedAt: 2_000, images };
  const hashed = { record, sha256: sha256(recordText(record)) };
  return Proofs.parse({ shipmentId: record.shipmentId, items: [{ ...item, ...hashed, ...over }], printUrl: null });
}

test("a proof that nobody changed is found as it was recorded, with its image", () => {
  expect(checkProofs(answer(), [IMAGE])).toEqual([{ proofId: record.proofId, faults: [], images: 1 }]);
  const turned = Object.fromEntries(Object.entries(record).toReversed());
  expect(checkProofs(answer({ record: turned }), [])).toMatchObject([{ faults: [], images: 0 }]);
});

test.each<[string, object]>([
  ["a metre nearer to the door", { record: { ...record, distanceM: 11 } }],
  ["with another file", { record: { ...record, files: [] } }],
  ["read through a link", { record: null, sha256: null }],
])("a proof is refused that is %s", (_, over) => {
  expect(checkProofs(answer(over), [])[0]?.faults.length).toBeGreaterThan(0);
});

test("an image of something else belongs to none", () => {
  expect(checkProofs(answer(), [Buffer.from("another")])).toMatchObject([{ images: 0 }]);
});

test("what somebody typed is printed as text", () => {
  const page = printPage(answer());
  expect(page).toContain("&lt;script&gt;");
  expect(page).not.toContain("<script");
});
