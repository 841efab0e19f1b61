import { findProof } from "../db/proofs.ts";
import type { TenantQueries } from "../db/client.ts";
import { actorOf } from "../domain/caller.ts";
import type { Failure } from "../domain/failure.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { Trip } from "../protocol/api/trips.ts";
import type { ProofId, StopId, TripId } from "../protocol/ids.ts";
import type { TripShipment } from "../protocol/live/trip-brief.ts";
import type { NamedProof } from "../protocol/proof.ts";
import { dbFailure } from "./db-failure.ts";
import { findCompleteProofs } from "./proof-needed.ts";
import { type ReachedTrip, reachTrip, type TripDeps } from "./trip-access.ts";
import { tell } from "./trip-steps.ts";

interface StopPlace {
  readonly tripId: TripId;
  readonly stopId: StopId;
}

interface Finish {
  readonly reason?: string | undefined;
  readonly proofId?: ProofId | undefined;
}

/**
 * The object alone is asked where nothing has to be proved, which works while the database does not. Where something has,
 * a complete proof of each parcel is looked for: what is named by request is not taken on trust, as it is from a phone
 * whose proof is still on its way.
 */
export async function finishStop(
  deps: TripDeps,
  { tripId, stopId }: StopPlace,
  { reason, proofId }: Finish,
): Promise<Result<Trip, Failure>> {
  const reached = await reachTrip(deps, tripId, "update");
  if (!reached.ok) return reached;
  const tenant = tenantOf(deps, reached.value);
  const named = proofId ? await namedProof(tenant, { tripId, stopId, proofId }) : ok([]);
  if (!named.ok) return named;
  const step = { type: "stop", stopId, event: "finish", source: "manual", reason: reason ?? null } as const;
  const told = await tell(deps, reached.value, { ...step, proofs: named.value });
  if (told.ok || told.error.tag !== "proof-incomplete") return told;
  const kept = await keptProofs(tenant, reached.value, { tripId, stopId });
  return kept.ok ? tell(deps, reached.value, { ...step, proofs: kept.value }) : kept;
}

function tenantOf({ db, requestId }: TripDeps, { caller }: ReachedTrip): TenantQueries {
  return db.forTenant({ tenantId: caller.tenantId, actor: actorOf(caller), requestId });
}

async function namedProof(
  tenant: TenantQueries,
  { tripId, stopId, proofId }: StopPlace & { readonly proofId: ProofId },
): Promise<Result<NamedProof[], Failure>> {
  const found = await findProof(tenant, proofId);
  if (!found.ok) return err(dbFailure(found.error));
  const proof = found.value;
  if (proof?.tripId !== tripId || (proof.stopId ?? stopId) !== stopId) return err({ tag: "not-found" });
  if (proof.completedAt === null) return err({ tag: "proof-incomplete" });
  return ok([{ shipmentId: proof.shipmentId, proofId }]);
}

/** What there is in Postgres of what this stop's parcels need. */
async function keptProofs(
  tenant: TenantQueries,
  { object }: ReachedTrip,
  { tripId, stopId }: StopPlace,
): Promise<Result<NamedProof[], Failure>> {
  const picture = await object.picture();
  const stop = picture?.trip.stops.find((one) => one.stopId === stopId);
  const asked = stop?.shipments.filter(isAsked) ?? [];
  return findCompleteProofs(
    tenant,
    asked.map(({ shipmentId }) => [shipmentId, tripId]),
  );
}

function isAsked({ proofRequired = [] }: TripShipment): boolean {
  return proofRequired.length > 0;
}
