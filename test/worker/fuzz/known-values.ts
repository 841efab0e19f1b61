import type { Knowledge } from "../../../dev/fuzz/schema-values.ts";
import { newPhone, type Place } from "../access/place.ts";
import { newSosLink } from "../access/trip-asks.ts";
import { newDeadLetter } from "../access/proof-asks.ts";
import { knownTickets } from "./proof-tickets.ts";
import { EPOCH, newDrive, STOPS } from "./rounds.ts";

const DAY_MS = 24 * 60 * 60_000;
const STRANGERS = 200;

/** By field: so that requests meet rows, objects and addresses that exist, and not only strangers. */
export async function knownValues(place: Place): Promise<Knowledge["known"]> {
  const emails = Array.from({ length: STRANGERS }, () => `${crypto.randomUUID()}@nowhere.example`);
  const phones = Array.from({ length: STRANGERS }, newPhone);
  const driven = await newDrive(place);
  const now = Date.now();
  const regions = [place.north, place.south];
  return {
    userId: [place.clerk.userId, place.store.userId, place.suspended.userId],
    driverId: [...place.drivers, driven.driverId],
    shipmentId: [place.shipmentId],
    homeRegionId: regions,
    regionId: regions,
    regionIds: regions,
    tripId: [place.trip.tripId, driven.tripId],
    stopId: STOPS.map(({ stopId }) => stopId),
    token: [place.links.own, place.links.other],
    tenantId: [place.tenantId],
    linkToken: [await newSosLink(place)],
    to: [...emails, ...phones, now - 1_000, now],
    email: emails,
    phone: phones,
    from: [now - DAY_MS, now - 7 * DAY_MS],
    at: [now, now - 1_000],
    timestamp: [now, now - 1_000],
    startsAt: [now],
    endsAt: [now + DAY_MS],
    epoch: [EPOCH],
    seq: [1, 2, 3],
    letterId: [Number(await newDeadLetter(place))],
    ...(await knownTickets(place)),
    z: ["14"],
    x: ["8646"],
    y: ["5294"],
  };
}
