import { openStops } from "../domain/plan-order.ts";
import { ok, type Result } from "../domain/result.ts";
import { isStopOver } from "../domain/stop-state.ts";
import { hasBegun } from "../domain/trip-plan.ts";
import type { ApplyOptimisationJob } from "../protocol/jobs.ts";
import type { StopId } from "../protocol/ids.ts";
import type { TripStop } from "../protocol/live/trip-brief.ts";
import { type ApplyOutcome, OptimisationJob } from "../protocol/optimisation.ts";
import type { LiveDeps } from "./live-deps.ts";
import type { OptimiseDeps } from "./optimisation-jobs.ts";
import { planRoute } from "./trip-route.ts";

export type ApplyDeps = Pick<LiveDeps, "trip" | "roads"> & Pick<OptimiseDeps, "optimiser">;

/** Makes the order that was found the trip's plan, unless that is another one by now. Told twice, it is done once. */
export async function applyOptimisation(
  deps: ApplyDeps,
  { tenantId, jobId }: ApplyOptimisationJob,
): Promise<Result<void, never>> {
  const optimiser = deps.optimiser(tenantId, jobId);
  const progress = await optimiser.progress();
  if (!progress || progress.state !== "done" || progress.outcome !== null) return ok(undefined);
  const job = OptimisationJob.parse(progress.job);
  const order = progress.plan?.routes[0]?.flatMap((index) => job.ids[index] ?? []) ?? [];
  await optimiser.conclude(await arrange(deps, { tenantId, job, order }));
  return ok(undefined);
}

interface Wanted {
  readonly tenantId: ApplyOptimisationJob["tenantId"];
  readonly job: OptimisationJob;
  readonly order: readonly StopId[];
}

async function arrange(deps: ApplyDeps, { tenantId, job, order }: Wanted): Promise<ApplyOutcome> {
  if (!job.apply) return "trip-changed";
  const object = deps.trip(tenantId, job.apply.tripId);
  const picture = await object.picture();
  if (!picture) return "trip-changed";
  const { stops: basis, vehicleKind } = picture.trip;
  // The word that it was done may be lost, and comes again.
  if (isOrder(basis, order)) return "applied";
  if (!isOrder(basis, job.ids) || begunStop(basis) !== job.apply.begun) return "trip-changed";
  const stops = [
    ...basis.filter(({ status }) => isStopOver(status)),
    ...order.flatMap((id) => basis.find(({ stopId }) => stopId === id) ?? []),
  ];
  const route = await planRoute(deps, { stops, from: picture.point, vehicleKind });
  // The trip itself compares once more: between our look and this it may have been planned anew.
  const told = await object.command({ type: "plan", stops, basis, ...(route && { route }) }, job.askedBy);
  return told.ok ? "applied" : "trip-changed";
}

function isOrder(stops: readonly TripStop[], ids: readonly StopId[]): boolean {
  const open = openStops(stops);
  return open.length === ids.length && open.every(({ id }, at) => id === ids[at]);
}

/** The stop that the driver is at, or drives to. */
export function begunStop(stops: readonly TripStop[]): StopId | null {
  return stops.find(hasBegun)?.stopId ?? null;
}
