import { announceProof, getProofs } from "../../src/protocol/api/proofs.ts";
import { ProofId, ShipmentId } from "../../src/protocol/ids.ts";
import { must } from "../days/hand-out.ts";
import type { DayPlace } from "./day-place.ts";
import { parcelPhoto } from "./parcel-photo.ts";
import { photoOf } from "./photo-rows.ts";
import { type DayShipment, lastOf, type Round } from "./plan-day.ts";
import { shownWith } from "./proof-rows.ts";
import { sendFile } from "./send-file.ts";

/** A driver's photos of the morning, one after the other, as a phone sends them that has its network back. */
export async function sendPhotos(place: DayPlace, { driver, shipments }: Round): Promise<number> {
  const delivered = shipments.filter((shipment) => lastOf(shipment).status === "delivered");
  const [last] = delivered.slice(-1);
  // They are sent in order: where the last one has arrived, all have.
  const movedMs = last ? await awaitedSince(place, driver, last) : null;
  if (movedMs === null) return 0;
  let sent = 0;
  for (const shipment of delivered) if (await sendPhoto(place, { driver, shipment, movedMs })) sent += 1;
  return sent;
}

/** How much later than in the plan it was, as its proof says; null where no photo is missing. */
async function awaitedSince(place: DayPlace, row: number, shipment: DayShipment): Promise<number | null> {
  const params = { shipmentId: shipmentIdOf(place, shipment) };
  const { items } = must(await place.ask.ask(place.driver(row), getProofs, { params }));
  const proof = items.find(({ proofId }) => proofId === proofIdOf(place, shipment));
  if (!proof?.images.some(({ status }) => status === "requested")) return null;
  return proof.takenAt - shownWith(place.tenant, shipment).takenAt;
}

interface Sent {
  readonly driver: number;
  readonly shipment: DayShipment;
  readonly movedMs: number;
}

/** Announces the proof once more, which answers with a ticket for what has not arrived. */
async function sendPhoto(place: DayPlace, { driver, shipment, movedMs }: Sent): Promise<boolean> {
  const id = proofIdOf(place, shipment);
  const bytes = parcelPhoto(shipment.number);
  const { takenAt, note, barcode } = shownWith(place.tenant, shipment);
  const { uploadId: _, ...file } = await photoOf(id, shipment.number);
  const body = { id, takenAt: takenAt + movedMs, sentAt: Date.now(), note, barcode, files: [file] };
  const params = { shipmentId: shipmentIdOf(place, shipment) };
  const { uploads } = must(await place.ask.ask(place.driver(driver), announceProof, { params, body }));
  const [ticket] = uploads;
  return ticket !== undefined && sendFile(ticket, bytes, { base: place.url, address: place.address(driver) });
}

function proofIdOf({ id }: DayPlace, { number }: DayShipment): ProofId {
  return ProofId.parse(id("prf", number));
}

function shipmentIdOf({ id }: DayPlace, { number }: DayShipment): ShipmentId {
  return ShipmentId.parse(id("shp", number));
}
