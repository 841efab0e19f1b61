import type { ShipmentRow } from "../db/shipments.ts";
import type { Failure } from "../domain/failure.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { readPhoneNumber } from "../platform/read-phone-number.ts";
import type { ShipmentChange } from "../protocol/api/shipment-changes.ts";
import type { NewShipment, Shipment } from "../protocol/api/shipments.ts";
import type { ShipmentId } from "../protocol/ids.ts";
import type { Desk } from "./people-desk.ts";
import { proofColumns, proofTerms } from "./proof-terms.ts";

/** The sealed columns of a shipment, each by its own name: a value cannot be moved to another column. */
const COLUMN = {
  address: "address_sealed",
  name: "recipient_name_sealed",
  phone: "recipient_phone_sealed",
  email: "recipient_email_sealed",
  instructions: "instructions_sealed",
} as const;
type Sealed = keyof typeof COLUMN;

/** Where a shipment's columns are sealed, and its PIN hashed. */
interface Sealing {
  readonly desk: Desk;
  readonly hmacKey: string;
}

/** The columns of a new shipment, but for its id and whose it is. */
export async function newColumns({ desk, hmacKey }: Sealing, id: ShipmentId, input: NewShipment) {
  const { kind, reference, address, recipient, instructions, place, window, weightG, volumeMl, cashDue } = input;
  const person = await recipientColumns(desk, id, recipient);
  if (!person.ok) return person;
  return ok({
    kind,
    reference,
    weightG,
    volumeMl,
    ...(await addressColumns(desk, id, address)),
    ...person.value,
    instructionsSealed: await sealIf(desk, placeOf(id, "instructions"), instructions),
    ...placeColumns(place ?? null),
    ...windowColumns(window ?? null),
    ...cashColumns(cashDue ?? null),
    ...(await proofColumns(hmacKey, id, input.proof)),
  });
}

/** Those that a change gives other values. */
export async function changedColumns(
  desk: Desk,
  id: ShipmentId,
  change: ShipmentChange,
): Promise<Result<Partial<ShipmentRow>, Failure>> {
  const { address, recipient, instructions, place, window, weightG, volumeMl, cashDue } = change;
  const person = recipient ? await recipientColumns(desk, id, recipient) : ok({});
  if (!person.ok) return person;
  const sealed = instructions && (await desk.seal(placeOf(id, "instructions"), instructions));
  return ok({
    ...(address && (await addressColumns(desk, id, address))),
    ...person.value,
    ...(sealed !== undefined && { instructionsSealed: sealed }),
    ...(place !== undefined && placeColumns(place)),
    ...(window !== undefined && windowColumns(window)),
    ...(weightG !== undefined && { weightG }),
    ...(volumeMl !== undefined && { volumeMl }),
    ...(cashDue !== undefined && cashColumns(cashDue)),
  });
}

// Everything about a person is sealed; street and town are not, because people search by them.

async function addressColumns(desk: Desk, id: ShipmentId, { details, ...plain }: NewShipment["address"]) {
  return { ...plain, addressSealed: await desk.seal(placeOf(id, "address"), details) };
}

async function recipientColumns(desk: Desk, id: ShipmentId, { name, phone, email }: NewShipment["recipient"]) {
  const read = readPhone(phone);
  if (!read.ok) return read;
  return ok({
    recipientNameSealed: await desk.seal(placeOf(id, "name"), name),
    recipientPhoneSealed: await sealIf(desk, placeOf(id, "phone"), read.value),
    recipientEmailSealed: await sealIf(desk, placeOf(id, "email"), email),
  });
}

async function sealIf(desk: Desk, place: Parameters<Desk["seal"]>[0], text: string | undefined) {
  return text === undefined ? null : desk.seal(place, text);
}

function placeColumns(place: NewShipment["place"] | null) {
  return { lat: place?.lat ?? null, lng: place?.lng ?? null };
}

function windowColumns(window: NewShipment["window"] | null) {
  return { windowStartsAt: window?.startsAt ?? null, windowEndsAt: window?.endsAt ?? null };
}

function cashColumns(cashDue: NewShipment["cashDue"] | null) {
  return { cashDueMinor: cashDue?.amountMinor ?? null, currency: cashDue?.currency ?? null };
}

export async function shipmentView(desk: Desk, row: ShipmentRow): Promise<Shipment> {
  const open = async (field: Sealed, sealed: string) => desk.open(placeOf(row.id, field), sealed);
  const openIf = async (field: Sealed, sealed: string | null) => (sealed === null ? null : open(field, sealed));
  const { id, regionId, kind, status, tripId, reference, storeCode, street, city, postcode, lat, lng } = row;
  const { windowStartsAt: startsAt, windowEndsAt: endsAt, weightG, volumeMl, version, createdAt, closedAt } = row;
  const { cashDueMinor: amountMinor, currency } = row;
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
    cashDue: amountMinor === null || currency === null ? null : { amountMinor, currency },
    proof: shownTerms(row),
    failedAttempts: row.failedAttempts,
    version,
    createdAt,
    closedAt,
  };
}

function shownTerms(row: ShipmentRow): Shipment["proof"] {
  const { required, hasPin } = proofTerms(row);
  return { required: required && [...required], hasPin, isMissing: row.proofAwaited !== null };
}

/** Any number that a person can be rung at, a landline too: it is not signed in with. */
export function readPhone(text: string | undefined): Result<string | undefined, Failure> {
  if (text === undefined) return ok(undefined);
  const read = readPhoneNumber(text, undefined);
  if (read) return ok(read.number);
  const errors = [{ path: "body.recipient.phone", message: "must be a phone number with its country's prefix" }];
  return err({ tag: "invalid-request", errors });
}

function placeOf(row: ShipmentId, field: Sealed) {
  return { table: "shipments", column: COLUMN[field], row };
}
