import { expect, test } from "vitest";
import { findProof } from "../../../src/db/proofs.ts";
import type { Caller } from "../../../src/domain/caller.ts";
import { uploadIdFor } from "../../../src/platform/upload-id.ts";
import { NewProof } from "../../../src/protocol/api/proofs.ts";
import { ProofId } from "../../../src/protocol/ids.ts";
import { announceProof } from "../../../src/services/announce-proof.ts";
import { checkUpload } from "../../../src/services/check-upload.ts";
import { recordTrips } from "../../../src/services/ledger.ts";
import { searchShipments } from "../../../src/services/shipment-search.ts";
import { getShipment, listShipments } from "../../../src/services/shipments.ts";
import { storeUpload } from "../../../src/services/store-upload.ts";
import { jpegWithNotes } from "../../support/images.ts";
import { fileOf } from "../http/proof-round.ts";
import { jobDeps, REACHABLE } from "../jobs/job-deps.ts";
import { madeUpId } from "../objects/trip/trip-fixture.ts";
import { quietDeps, storeDeps } from "./announced-file.ts";
import { letter, line, plannedRound, tripLine } from "./ledger-place.ts";
import { depsFor, newOffice, valueOf } from "./people-fixture.ts";
import { liveDeps, newShipment } from "./trip-place.ts";

type Round = Awaited<ReturnType<typeof plannedRound>>;

/** The phone says that it has delivered, and names a proof. */
async function delivered(
  office?: Round["office"],
  sendBefore: (round: Round, id: ProofId) => Promise<void> = async () => {},
) {
  const round = await plannedRound(office);
  const { trip, shipment } = round;
  const proofId = ProofId.parse(madeUpId("prf"));
  await sendBefore(round, proofId);
  const handedOver = { kind: "shipment", shipmentId: shipment.id, status: "delivered", reason: null, proofId } as const;
  const events = [tripLine(1, "active"), line(2, handedOver)];
  const [done] = await recordTrips(jobDeps(REACHABLE), [letter(trip, round.office, { events })]);
  expect(done).toEqual({ ok: true, value: undefined });
  return { ...round, proofId };
}

const SOUND = jpegWithNotes();
const NO_IMAGE = new TextEncoder().encode("twenty bytes of text");

async function send(caller: Caller, { shipment }: Pick<Round, "shipment">, id: ProofId, files: object[] = []) {
  const now = Date.now();
  const proof = NewProof.parse({ id, takenAt: now, sentAt: now, note: "Left with a neighbour", files });
  return valueOf(await announceProof({ ...liveDeps(caller), direct: null }, shipment.id, proof)).proof.uploads;
}

/** A photo of each of these, of which each can be sent and checked. */
async function photograph({ driver, shipment, office: { tenantId } }: Round, id: ProofId, photos: Uint8Array[]) {
  const files = await Promise.all(photos.map(async (bytes) => fileOf(bytes, "photo")));
  const tickets = await send(driver, { shipment }, id, files);
  const each = photos.map(async (bytes, index) => {
    const uploadId = await uploadIdFor(id, index);
    const ticket =
      tickets
        .find((one) => one.uploadId === uploadId)
        ?.url?.split("/")
        .at(-1) ?? "";
    return {
      put: async () => {
        const body = new Response(Uint8Array.from(bytes)).body;
        valueOf(await storeUpload(quietDeps(), ticket, { contentType: "image/jpeg", sizeBytes: bytes.length, body }));
      },
      check: async () => valueOf(await checkUpload(storeDeps(), { tenantId, uploadId })),
    };
  });
  return Promise.all(each);
}

async function stateOf({ office, shipment }: Round, id: ProofId) {
  const proof = valueOf(await findProof(office.tenant, id));
  const shown = valueOf(await getShipment(depsFor(office.admin), shipment.id));
  return { isComplete: proof?.completedAt !== null, isMissing: shown.proof.isMissing };
}

test("a delivery whose named proof has not come is found, shown and counted until it comes, or the desk has one", async () => {
  const office = await newOffice();
  await newShipment(office);
  const [first, second] = [await delivered(office), await delivered(office)];
  const deps = depsFor(office.admin);
  const missing = async () => valueOf(await listShipments(deps, { proof: "missing" })).items.map(({ id }) => id);
  expect(await missing()).toEqual([second.shipment.id, first.shipment.id]);
  const found = valueOf(await searchShipments(deps, { tripId: first.trip.id, proof: "missing" }));
  expect(found.items).toMatchObject([{ id: first.shipment.id, proof: { isMissing: true } }]);

  await send(first.driver, first, ProofId.parse(madeUpId("prf")));
  expect(await missing()).toHaveLength(2);
  await send(first.driver, first, first.proofId);
  expect(await missing()).toEqual([second.shipment.id]);
  await send(office.admin, second, ProofId.parse(madeUpId("prf")));
  expect(await missing()).toEqual([]);
});

test("a proof that was faster than the trip's letter is not waited for", async () => {
  const { office, shipment } = await delivered(undefined, async (round, id) => {
    await send(round.driver, round, id);
  });
  const shown = valueOf(await getShipment(depsFor(office.admin), shipment.id));
  expect(shown).toMatchObject({ status: "delivered", proof: { isMissing: false } });
});

test("a proof is as good as each of its files: what is refused takes it back, and another takes its place", async () => {
  const round = await delivered();
  const { proofId } = round;
  const [sound, broken] = await photograph(round, proofId, [SOUND, NO_IMAGE]);
  await sound?.put();
  await broken?.put();
  expect(await stateOf(round, proofId)).toEqual({ isComplete: true, isMissing: false });
  await sound?.check();
  expect(await stateOf(round, proofId)).toEqual({ isComplete: true, isMissing: false });
  await broken?.check();
  expect(await stateOf(round, proofId)).toEqual({ isComplete: false, isMissing: true });

  const second = ProofId.parse(madeUpId("prf"));
  const [again] = await photograph(round, second, [SOUND]);
  await again?.put();
  await again?.check();
  expect(await stateOf(round, second)).toEqual({ isComplete: true, isMissing: false });
});

test("a proof of which a file was refused is not complete when the others come", async () => {
  const round = await delivered();
  const [sound, broken] = await photograph(round, round.proofId, [SOUND, NO_IMAGE]);
  await broken?.put();
  await broken?.check();
  await sound?.put();
  expect(await stateOf(round, round.proofId)).toEqual({ isComplete: false, isMissing: true });
});

test("a refused photo of another proof than the delivery's own takes nothing back", async () => {
  const round = await delivered(undefined, async ({ driver, shipment }, id) => {
    await send(driver, { shipment }, id);
  });
  const more = ProofId.parse(madeUpId("prf"));
  const [broken] = await photograph(round, more, [NO_IMAGE]);
  await broken?.put();
  await broken?.check();
  expect(await stateOf(round, more)).toEqual({ isComplete: false, isMissing: false });
});
