import { ProofId, ShipmentId, StopId, TripId } from "../../src/protocol/ids.ts";
import { proofRecord, recordText } from "../../src/domain/proof/proof-record.ts";
import { sha256 } from "../../src/platform/sha256.ts";
import { wireId } from "../tenant-rows.ts";
import type { DayDesk, Row } from "./day-desk.ts";
import { type DayShipment, lastOf } from "./plan-day.ts";
import { hexOf } from "./shipment-rows.ts";

const NOTES = ["Left with the porter", "Handed over in person", "Put behind the gate, as agreed"];
const ACCURACY_M = 6;
const DISTANCE_M = 4;
/** Phones' clocks are a little off. */
const SKEW_MS = 180;

/**
 * What was shown at the door of a delivered shipment: a note and the parcel's code. No photo: its bytes belong into the
 * bucket, which is the Worker's own.
 */
export async function proofRow(desk: DayDesk, shipment: DayShipment, driver: number): Promise<Row | null> {
  const { number, door } = shipment;
  const { status, at } = lastOf(shipment);
  if (status !== "delivered") return null;
  const { uuid } = desk;
  const id = uuid("prf", number);
  const proofId = ProofId.parse(wireId("prf", id));
  const note = NOTES[number % NOTES.length] ?? "";
  const facts = {
    source: "driver" as const,
    madeBy: desk.actorOf("driver", driver),
    kinds: ["barcode" as const, "note" as const],
    missing: [],
    barcode: `${desk.tenant.slug.toUpperCase()}${String(number + 1).padStart(6, "0")}`,
    pinMatched: null,
    cashMinor: null,
    cashCurrency: null,
    idCheck: null,
    deviceHash: null,
    lat: door.lat,
    lng: door.lng,
    accuracyM: ACCURACY_M,
    distanceM: DISTANCE_M,
    skewMs: SKEW_MS,
    takenAt: at - SKEW_MS,
    recordedAt: at,
  };
  const ids = {
    tripId: TripId.parse(wireId("trip", uuid("trip", driver))),
    stopId: StopId.parse(wireId("stp", uuid("stp", number))),
    shipmentId: ShipmentId.parse(wireId("shp", uuid("shp", number))),
  };
  const record = proofRecord({ ...facts, ...ids, proofId, note }, []);
  return {
    id,
    trip_id: uuid("trip", driver),
    stop_id: uuid("stp", number),
    shipment_id: uuid("shp", number),
    source: facts.source,
    made_by: facts.madeBy,
    kinds: facts.kinds,
    missing: facts.missing,
    barcode: facts.barcode,
    value_sealed: await desk.sealed("proofs", "value_sealed", proofId, note),
    lat: facts.lat,
    lng: facts.lng,
    accuracy_m: facts.accuracyM,
    distance_m: facts.distanceM,
    skew_ms: facts.skewMs,
    taken_at: desk.at(facts.takenAt),
    recorded_at: desk.at(facts.recordedAt),
    sha256: hexOf(await sha256(recordText(record))),
    completed_at: desk.at(facts.recordedAt),
  };
}
