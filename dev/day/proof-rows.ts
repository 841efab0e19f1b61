import { proofRecord, recordText } from "../../src/domain/proof/proof-record.ts";
import { sha256 } from "../../src/platform/sha256.ts";
import { ProofId, ShipmentId, StopId, TripId } from "../../src/protocol/ids.ts";
import type { DemoTenant } from "../demo-tenants.ts";
import { wireId } from "../tenant-rows.ts";
import type { DayDesk, Row } from "./day-desk.ts";
import { photoOf, uploadRow } from "./photo-rows.ts";
import { type DayShipment, lastOf } from "./plan-day.ts";
import { bytesOf } from "./shipment-rows.ts";

const NOTES = ["Left with the porter", "Handed over in person", "Put behind the gate, as agreed"];
const ACCURACY_M = 6;
const DISTANCE_M = 4;
/** Phones' clocks are a little off. */
const SKEW_MS = 180;

export interface ProofRows {
  readonly proof: Row;
  /** Announced and not sent: the bytes belong into the bucket, which is the Worker's own, and follow over the API. */
  readonly upload: Row;
}

/** What the phone says of it, now or when the photo is sent. */
export function shownWith({ slug }: DemoTenant, shipment: DayShipment) {
  const { number } = shipment;
  return {
    note: NOTES[number % NOTES.length] ?? "",
    barcode: `${slug.toUpperCase()}${String(number + 1).padStart(6, "0")}`,
    takenAt: lastOf(shipment).at - SKEW_MS,
  };
}

/** What was shown at the door of a delivered shipment: a photo, a note and the parcel's code. */
export async function proofRows(desk: DayDesk, shipment: DayShipment, driver: number): Promise<ProofRows | null> {
  const { number, door } = shipment;
  const { status, at } = lastOf(shipment);
  if (status !== "delivered") return null;
  const { note, barcode, takenAt } = shownWith(desk.tenant, shipment);
  const { uuid } = desk;
  const id = uuid("prf", number);
  const proofId = ProofId.parse(wireId("prf", id));
  const facts = {
    source: "driver" as const,
    madeBy: desk.actorOf("driver", driver),
    kinds: ["photo" as const, "barcode" as const, "note" as const],
    missing: [],
    barcode,
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
    takenAt,
    recordedAt: at,
  };
  const ids = {
    tripId: TripId.parse(wireId("trip", uuid("trip", driver))),
    stopId: StopId.parse(wireId("stp", uuid("stp", number))),
    shipmentId: ShipmentId.parse(wireId("shp", uuid("shp", number))),
  };
  const file = await photoOf(proofId, number);
  const record = proofRecord({ ...facts, ...ids, proofId, note }, [file]);
  const proof = {
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
    sha256: bytesOf(await sha256(recordText(record))),
    completed_at: null,
  };
  return { proof, upload: uploadRow(desk, id, { file, createdBy: facts.madeBy }) };
}
