import type { ProofTerms } from "../domain/proof/proof-policy.ts";
import { fromBase64url } from "../platform/base64url.ts";
import { keyedHash } from "../platform/keyed-hash.ts";
import type { NewShipment } from "../protocol/api/shipments.ts";
import type { ShipmentId } from "../protocol/ids.ts";
import type { ProofKind } from "../protocol/proof.ts";

interface ProofColumns {
  readonly proofRequired: ProofKind[] | null;
  readonly pinHash: Uint8Array | null;
}

interface TermColumns extends ProofColumns {
  readonly cashDueMinor: number | null;
  readonly currency: string | null;
}

/** What a shipment's row says about its proof. */
export function proofTerms({ proofRequired, pinHash, cashDueMinor, currency }: TermColumns): ProofTerms {
  const cashDue = cashDueMinor === null || currency === null ? null : { amountMinor: cashDueMinor, currency };
  return { required: proofRequired, hasPin: pinHash !== null, cashDue };
}

export async function proofColumns(
  hmacKey: string,
  shipmentId: ShipmentId,
  { required, pin }: NonNullable<NewShipment["proof"]> = {},
): Promise<ProofColumns> {
  return {
    proofRequired: required ?? null,
    pinHash: pin === undefined ? null : await hashPin(hmacKey, shipmentId, pin),
  };
}

/** Keyed: four digits have no plain hash that hides them. */
export async function hashPin(hmacKey: string, shipmentId: ShipmentId, pin: string): Promise<Uint8Array> {
  return fromBase64url(await keyedHash(hmacKey, ["proof pin", shipmentId, pin]));
}
