import { actorOf, roleOf } from "../domain/caller.ts";
import type { Failure } from "../domain/failure.ts";
import type { RoundPlan } from "../domain/route-optimiser.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { newRowId } from "../platform/new-row-id.ts";
import type { optimiserObject } from "../platform/object-stubs.ts";
import type { Optimisation } from "../protocol/api/routes.ts";
import type { OptimisationId, TenantId } from "../protocol/ids.ts";
import { OPTIMISATION_KEPT_MS, OptimisationJob } from "../protocol/optimisation.ts";
import { optimisedView, type RoundQuestion } from "./optimised-view.ts";
import { knownCaller } from "./people-desk.ts";
import type { TripDeps } from "./trip-access.ts";

export interface OptimiseDeps extends TripDeps {
  readonly optimiser: (tenantId: TenantId, jobId: OptimisationId) => ReturnType<typeof optimiserObject>;
}

/** Asks for what takes longer than a request. Its object works on it, whoever goes away. */
export async function beginOptimisation(
  deps: OptimiseDeps,
  { problem, given, ids }: RoundQuestion,
  apply: OptimisationJob["apply"] = null,
): Promise<Result<Optimisation, Failure>> {
  const known = knownCaller(deps);
  if (!known.ok) return known;
  const askedAt = deps.now();
  const { stops, vehicles } = problem;
  const job = OptimisationJob.parse({ askedBy: actorOf(known.value), askedAt, stops, vehicles, given, ids, apply });
  const jobId = newRowId.optimisation();
  await deps.optimiser(known.value.tenantId, jobId).begin(job);
  const expiresAt = askedAt + OPTIMISATION_KEPT_MS;
  return ok({ jobId, state: "pending", slices: 0, expiresAt, result: null, whyNotApplied: null });
}

/** What somebody else asked for is not found. */
export async function getOptimisation(
  deps: OptimiseDeps,
  jobId: OptimisationId,
): Promise<Result<Optimisation, Failure>> {
  const known = knownCaller(deps);
  if (!known.ok) return known;
  const progress = await deps.optimiser(known.value.tenantId, jobId).progress();
  if (!progress) return err({ tag: "not-found" });
  const { slices, plan, job, outcome } = progress;
  const { askedBy, askedAt, ids, given, apply, ...problem } = OptimisationJob.parse(job);
  if (askedBy !== actorOf(known.value) && roleOf(known.value) !== "admin") return err({ tag: "not-found" });
  // Whoever waits for a plan waits until it is known whether it is the trip's.
  const state = progress.state === "done" && apply && outcome === null ? "pending" : progress.state;
  const best: RoundPlan | null = state === "done" ? plan : null;
  const result = best && { ...optimisedView({ problem, given, ids }, best), applied: outcome === "applied" };
  const whyNotApplied = outcome === "applied" ? null : outcome;
  return ok({ jobId, state, slices, expiresAt: askedAt + OPTIMISATION_KEPT_MS, result, whyNotApplied });
}
