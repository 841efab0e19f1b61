import { expect, test } from "vitest";
import type { Caller } from "../../../src/domain/caller.ts";
import { NewProof } from "../../../src/protocol/api/proofs.ts";
import { ProofId } from "../../../src/protocol/ids.ts";
import { announceProof } from "../../../src/services/announce-proof.ts";
import { recordTrips } from "../../../src/services/ledger.ts";
import { searchShipments } from "../../../src/services/shipment-search.ts";
import { getShipment, listShipments } from "../../../src/services/shipments.ts";
import { jobDeps, REACHABLE } from "../jobs/job-deps.ts";
import { madeUpId } from "../objects/trip/trip-fixture.ts";
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

async function send(caller: Caller, { shipment }: Pick<Round, "shipment">, id: ProofId): Promise<void> {
  const now = Date.now();
  const proof = NewProof.parse({ id, takenAt: now, sentAt: now, note: "Left with a neighbour" });
  valueOf(await announceProof({ ...liveDeps(caller), direct: null }, shipment.id, proof));
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
  const { office, shipment } = await delivered(undefined, async (round, id) => send(round.driver, round, id));
  const shown = valueOf(await getShipment(depsFor(office.admin), shipment.id));
  expect(shown).toMatchObject({ status: "delivered", proof: { isMissing: false } });
});
