import { findHold } from "../db/shipment-holds.ts";
import { listSealedNames } from "../db/location-views.ts";
import type { Failure } from "../domain/failure.ts";
import { type ShipmentId, UserId } from "../protocol/ids.ts";
import { dbFailure } from "./db-failure.ts";
import type { Desk } from "./people-desk.ts";

/** Somebody else gave it to a trip first: says who, to colleagues, who may read each other's names anyway. */
export async function lostTo(desk: Desk, shipmentId: ShipmentId): Promise<Failure> {
  const hold = await findHold(desk.tenant, shipmentId);
  if (!hold.ok) return dbFailure(hold.error);
  const winner = UserId.safeParse(hold.value?.assignedBy);
  if (!winner.success) return { tag: "conflict" };
  const id = winner.data;
  const names = await listSealedNames(desk.tenant, [id]);
  if (!names.ok) return dbFailure(names.error);
  const sealed = names.value[0]?.nameSealed;
  if (sealed === undefined) return { tag: "conflict" };
  const name = await desk.open({ table: "users", column: "name_sealed", row: id }, sealed);
  return { tag: "conflict", winner: { id, name } };
}
