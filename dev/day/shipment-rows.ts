import { createHmac } from "node:crypto";
import { isShipmentOver } from "../../src/domain/shipment-state.ts";
import { LINK_LIFETIME_MS } from "../../src/domain/link-life.ts";
import { hashLinkToken } from "../../src/services/link-token.ts";
import { wireId } from "../tenant-rows.ts";
import type { DayDesk, Row } from "./day-desk.ts";
import { type DayShipment, lastOf, type Step } from "./plan-day.ts";

/** So many of them are followed by their customers. */
const LINKED_EVERY = 3;
const GRAMS = { least: 200, step: 350, kinds: 12 };
const TOKEN_CHARACTERS = 22;

export interface OnTrip {
  /** The trip's row, and the number of its event that the status stands for. */
  readonly trip: number;
  readonly eventSeq: number;
}

export async function shipmentRow(
  { uuid, sealed, tenant, at, halfWindowMs }: DayDesk,
  shipment: DayShipment,
  onTrip: OnTrip | null,
): Promise<Row> {
  const { number, door, dueAt, story } = shipment;
  const { status, at: changedAt } = lastOf(shipment);
  const id = uuid("shp", number);
  const wire = wireId("shp", id);
  const reference = `${tenant.slug.toUpperCase()}-${String(number + 1).padStart(3, "0")}`;
  return {
    id,
    region_id: uuid("reg"),
    kind: "delivery",
    status,
    trip_id: onTrip && uuid("trip", onTrip.trip),
    event_seq: onTrip?.eventSeq ?? 0,
    reference,
    store_code: tenant.storeCode,
    street: door.street,
    city: tenant.regionName,
    postcode: "",
    address_sealed: await sealed("shipments", "address_sealed", wire, String(door.number)),
    recipient_name_sealed: await sealed("shipments", "recipient_name_sealed", wire, `Customer ${reference}`),
    lat: door.lat,
    lng: door.lng,
    window_starts_at: dueAt === null ? null : at(dueAt - halfWindowMs),
    window_ends_at: dueAt === null ? null : at(dueAt + halfWindowMs),
    weight_g: GRAMS.least + GRAMS.step * (door.number % GRAMS.kinds),
    closed_at: isShipmentOver(status) ? at(changedAt) : null,
    pin_tries: 0,
    version: story.length,
    created_at: at(story[0].at),
    updated_at: at(changedAt),
  };
}

/** What its own log says: whatever no trip's object wrote down. */
export function ownEvents(desk: DayDesk, { number, story }: DayShipment, nextEvent: () => string): Row[] {
  return story
    .filter(({ onTrip }) => !onTrip)
    .map((step) => ({
      id: nextEvent(),
      shipment_id: desk.uuid("shp", number),
      kind: step.status === "created" ? "created" : "status",
      status: step.status,
      reason: step.reason,
      fields: [],
      actor: desk.actorOf(step.by),
      ...timesOf(desk, step),
    }));
}

export function timesOf({ at }: DayDesk, step: Pick<Step, "at">): Row {
  return { happened_at: at(step.at), recorded_at: at(step.at) };
}

/** Nobody can make up the token of a demo's link: it follows from this installation's own key. */
export async function linkRow(desk: DayDesk, shipment: DayShipment): Promise<Row | null> {
  const { number, story } = shipment;
  if (number % LINKED_EVERY !== 0) return null;
  const id = desk.uuid("lnk", number);
  const token = createHmac("sha256", desk.hmacKey).update(`demo link ${id}`).digest("base64url");
  const hash = await hashLinkToken(desk.hmacKey, token.slice(0, TOKEN_CHARACTERS));
  const [{ at: createdAt }] = story;
  return {
    id,
    shipment_id: desk.uuid("shp", number),
    token_hash: bytesOf(hash),
    created_by: desk.actorOf("desk"),
    expires_at: desk.at(createdAt + LINK_LIFETIME_MS),
    views: 0,
    created_at: desk.at(createdAt),
    updated_at: desk.at(createdAt),
  };
}

/** As Postgres reads bytes out of JSON. */
export function bytesOf(bytes: Uint8Array): string {
  return `\\x${Buffer.from(bytes).toString("hex")}`;
}
