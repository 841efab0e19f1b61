import type { ShipmentRow } from "../db/shipments.ts";
import type { Failure } from "../domain/failure.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { readPhoneNumber } from "../platform/read-phone-number.ts";
import type { NewShipment, Shipment } from "../protocol/api/shipments.ts";
import type { ShipmentId } from "../protocol/ids.ts";
import type { Desk } from "./people-desk.ts";
import { proofTerms } from "./proof-terms.ts";

/** The sealed columns of a shipment, each by its own name: a value cannot be moved to another column. */
const COLUMN = {
  address: "address_sealed",
  name: "recipient_name_sealed",
  phone: "recipient_phone_sealed",
  email: "recipient_email_sealed",
  instructions: "instructions_sealed",
} as const;
type Sealed = keyof typeof COLUMN;

/** Everything about a person is sealed; street and town are not, because people search by them. */
export async function sealShipment(desk: Desk, id: ShipmentId, input: NewShipment) {
  const { address, recipient, instructions } = input;
  const phone = readPhone(recipient.phone);
  if (!phone.ok) return phone;
  const seal = async (field: Sealed, text: string) => desk.seal(placeOf(id, field), text);
  const sealIf = async (field: Sealed, text: string | undefined) => (text === undefined ? null : seal(field, text));
  const { street, city, postcode, details } = address;
  return ok({
    street,
    city,
    postcode,
    addressSealed: await seal("address", details),
    recipientNameSealed: await seal("name", recipient.name),
    recipientPhoneSealed: await sealIf("phone", phone.value),
    recipientEmailSealed: await sealIf("email", recipient.email),
    instructionsSealed: await sealIf("instructions", instructions),
  });
}

export async function shipmentView(desk: Desk, row: ShipmentRow): Promise<Shipment> {
  const open = async (field: Sealed, sealed: string) => desk.open(placeOf(row.id, field), sealed);
  const openIf = async (field: Sealed, sealed: string | null) => (sealed === null ? null : open(field, sealed));
  const { id, regionId, kind, status, tripId, reference, storeCode, street, city, postcode, lat, lng } = row;
  const { windowStartsAt: startsAt, windowEndsAt: endsAt, weightG, volumeMl, version, createdAt, closedAt } = row;
  const [details, name, phone, email, instructions] = await Promise.all([
    open("address", row.addressSealed),
    open("name", row.recipientNameSealed),
    openIf("phone", row.recipientPhoneSealed),
    openIf("email", row.recipientEmailSealed),
    openIf("instructions", row.instructionsSealed),
  ]);
  return {
    id,
    regionId,
    kind,
    status,
    tripId,
    reference,
    storeCode,
    instructions,
    address: { street, city, postcode, details },
    recipient: { name, phone, email },
    place: lat === null || lng === null ? null : { lat, lng },
    window: startsAt === null && endsAt === null ? null : { startsAt, endsAt },
    weightG,
    volumeMl,
    proof: shownTerms(row),
    version,
    createdAt,
    closedAt,
  };
}

function shownTerms(row: ShipmentRow): Shipment["proof"] {
  const { required, hasPin, cashDue } = proofTerms(row);
  return { required: required && [...required], hasPin, cash: cashDue };
}

/** Any number that a person can be rung at, a landline too: it is not signed in with. */
function readPhone(text: string | undefined): Result<string | undefined, Failure> {
  if (text === undefined) return ok(undefined);
  const read = readPhoneNumber(text, undefined);
  if (read) return ok(read.number);
  const errors = [{ path: "body.recipient.phone", message: "must be a phone number with its country's prefix" }];
  return err({ tag: "invalid-request", errors });
}

function placeOf(row: ShipmentId, field: Sealed) {
  return { table: "shipments", column: COLUMN[field], row };
}
