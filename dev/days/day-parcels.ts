import type * as z from "zod";
import type { NewShipment } from "../../src/protocol/api/shipments.ts";
import type { RegionId } from "../../src/protocol/ids.ts";
import type { ProofKind } from "../../src/protocol/proof.ts";
import type { Dice } from "../chaos/dice.ts";

/** As merchants' parcels are: a third is paid at the door, most want a photo, some a signature or a PIN. */
const SHARES = { cash: 0.3, photo: 0.6, signature: 0.2, pin: 0.15 } as const;
const AMOUNT_MINOR = [500, 20_000] as const;
/** Mobile numbers of some length that is valid; none of them is ever called. */
const SUBSCRIBERS = [10_000_000, 99_999_999] as const;
/** A degree east of where the drivers drive: no geofence says anything that nobody did. */
const DOORS = { lat: 52.4, lng: 14.8, wide: 0.2 } as const;

export interface Parcel {
  readonly reference: string;
  readonly phone: string;
  readonly required: readonly ProofKind[];
  readonly pin: string | null;
  readonly due: { readonly amountMinor: number; readonly currency: "EUR" } | null;
  readonly place: { readonly lat: number; readonly lng: number };
}

export function makeParcel(dice: Dice, reference: string): Parcel {
  const required: ProofKind[] = [];
  if (dice.chance(SHARES.photo)) required.push("photo");
  if (dice.chance(SHARES.signature)) required.push("signature");
  const pin = dice.chance(SHARES.pin) ? String(dice.between(1_000, 9_999)) : null;
  const amountMinor = dice.chance(SHARES.cash) ? dice.between(...AMOUNT_MINOR) : null;
  return {
    reference,
    phone: `+49151${dice.between(...SUBSCRIBERS)}`,
    required,
    pin,
    due: amountMinor === null ? null : { amountMinor, currency: "EUR" },
    place: { lat: DOORS.lat + dice.next() * DOORS.wide, lng: DOORS.lng + dice.next() * DOORS.wide },
  };
}

export function handedIn(
  { reference, phone, required, pin, due, place }: Parcel,
  regionId: RegionId,
): z.input<typeof NewShipment> {
  return {
    regionId,
    reference,
    address: { street: "Quay Street", city: "Harbour", details: "7" },
    recipient: { name: `Customer ${reference}`, phone },
    place,
    proof: { required: [...required], ...(pin !== null && { pin }) },
    ...(due && { cashDue: due }),
  };
}
