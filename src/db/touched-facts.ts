import { FactKind } from "../protocol/fact-kind.ts";

const NOTHING: readonly FactKind[] = [];

/** By the first word of a write's name. Whatever is not here touches everything, so that forgetting it costs time and no truth. */
const TOUCHED = new Map<string, readonly FactKind[]>([
  ["accounts", ["people"]],
  ["api-keys", NOTHING],
  ["assignments", ["shipments", "trips"]],
  ["audit", NOTHING],
  ["documents", NOTHING],
  ["drivers", ["people", "trips"]],
  ["geofences", NOTHING],
  ["invitations", ["people"]],
  ["ledger", ["shipments", "trips"]],
  ["links", NOTHING],
  ["location-views", NOTHING],
  ["notifications", NOTHING],
  ["payments", ["shipments"]],
  ["proofs", ["shipments"]],
  // Whoever asks who they are is told the names of their regions.
  ["regions", ["people"]],
  ["security-events", NOTHING],
  ["shipments", ["shipments"]],
  ["sos", NOTHING],
  ["stops", ["shipments", "trips"]],
  // Decides what is asked for at doors and shown on trips.
  ["tenants", ["shipments", "trips"]],
  ["tracker-tokens", NOTHING],
  ["trips", ["shipments", "trips"]],
  ["uploads", NOTHING],
  ["users", ["people"]],
  ["vehicles", ["people", "trips"]],
]);

/** What a write of this name may have changed. */
export function touchedBy(queryName: string): readonly FactKind[] {
  return TOUCHED.get(queryName.split(".")[0] ?? "") ?? FactKind.options;
}
