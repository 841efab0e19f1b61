import { findProof } from "../db/proofs.ts";
import { actorOf } from "../domain/caller.ts";
import type { Failure } from "../domain/failure.ts";
import { err, type Result } from "../domain/result.ts";
import type { Trip } from "../protocol/api/trips.ts";
import type { ProofId, StopId, TripId } from "../protocol/ids.ts";
import { dbFailure } from "./db-failure.ts";
import { type ReachedTrip, reachTrip, type TripDeps } from "./trip-access.ts";
import { tell } from "./trip-steps.ts";

interface Finish {
  readonly reason?: string | undefined;
  /** What proves it. Without one the object alone is asked, which works while the database does not. */
  readonly proofId?: ProofId | undefined;
}

export async function finishStop(
  deps: TripDeps,
  { tripId, stopId }: { readonly tripId: TripId; readonly stopId: StopId },
  { reason, proofId }: Finish,
): Promise<Result<Trip, Failure>> {
  const reached = await reachTrip(deps, tripId, "update");
  if (!reached.ok) return reached;
  const refused = proofId && (await proofRefusal(deps, reached.value, { tripId, stopId, proofId }));
  if (refused) return err(refused);
  return tell(reached.value, { type: "stop", stopId, event: "finish", source: "manual", reason: reason ?? null });
}

async function proofRefusal(
  { db, requestId }: TripDeps,
  { caller }: ReachedTrip,
  { tripId, stopId, proofId }: { readonly tripId: TripId; readonly stopId: StopId; readonly proofId: ProofId },
): Promise<Failure | undefined> {
  const tenant = db.forTenant({ tenantId: caller.tenantId, actor: actorOf(caller), requestId });
  const found = await findProof(tenant, proofId);
  if (!found.ok) return dbFailure(found.error);
  const proof = found.value;
  if (proof?.tripId !== tripId || (proof.stopId ?? stopId) !== stopId) return { tag: "not-found" };
  return proof.completedAt === null ? { tag: "proof-incomplete" } : undefined;
}
