import type { TenantQueries } from "../db/client.ts";
import { failedBy } from "../db/expectations.ts";
import { savePlan } from "../db/stops.ts";
import type { LedgerJob } from "../protocol/jobs.ts";
import type { ShipmentId, TripId } from "../protocol/ids.ts";
import { isPoison } from "./ledger-writing.ts";
import type { Writing } from "./ledger-writing.ts";
import type { LiveDeps } from "./live-deps.ts";

/**
 * An event says only which stops a new plan has and in which order; what they are is asked of the trip's object. Its plan
 * may be newer than the event, and then a later message finds it there already.
 */
export async function savePlans(
  deps: Pick<LiveDeps, "trip">,
  tenant: TenantQueries,
  jobs: readonly LedgerJob[],
): Promise<Writing> {
  const writing: Writing = { refused: [], failed: new Map() };
  const changed = jobs.filter(({ events }) => events.some(({ body }) => body.kind === "plan"));
  for (const [tripId, theirs] of Map.groupBy(changed, (job) => job.tripId))
    await savePlanOf(deps, tenant, { tripId, calledOff: theirs.flatMap(calledOffIn) }, writing);
  return writing;
}

async function savePlanOf(
  { trip }: Pick<LiveDeps, "trip">,
  tenant: TenantQueries,
  { tripId, calledOff }: { readonly tripId: TripId; readonly calledOff: readonly ShipmentId[] },
  writing: Writing,
): Promise<void> {
  const picture = await trip(tenant.tenantId, tripId).picture();
  if (!picture) return;
  const saved = await savePlan(tenant, picture, calledOff);
  if (saved.ok || failedBy(saved.error, "outdated")) return;
  const { sqlstate, tag } = saved.error;
  if (isPoison(saved.error))
    writing.refused.push({ tripId, of: "plan", seq: picture.seq, why: sqlstate ?? tag, row: picture.trip.stops });
  else writing.failed.set(tripId, tag);
}

function calledOffIn({ events }: LedgerJob): ShipmentId[] {
  return events.flatMap(({ body }) =>
    body.kind === "shipment" && body.status === "cancelled" ? [body.shipmentId] : [],
  );
}
