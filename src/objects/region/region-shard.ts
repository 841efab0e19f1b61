import { DurableObject } from "cloudflare:workers";
import { createLog, logError } from "../../platform/log.ts";
import { newRequestId } from "../../platform/new-id.ts";
import { readRegionPart, regionObject } from "../../platform/object-stubs.ts";
import type { ReportDemand, TripReport } from "../../protocol/live/trip-report.ts";
import type { ShardCounters } from "./region-rpc.ts";
import { ShardIntake } from "./shard-intake.ts";

/** Collects the positions of a part of a region's trips. It stores nothing: whatever is lost with it comes anew. */
export class RegionShard extends DurableObject<Env> {
  readonly #intake = new ShardIntake({
    send: async (reports) => {
      // What a call returned has to be given back if it is returned again, or both objects stay awake for it: a copy has not.
      const { watchers, nextMs, shards, fences } = await this.#region().reportAll(reports);
      return { watchers, nextMs, ...(shards !== undefined && { shards }), ...(fences !== undefined && { fences }) };
    },
    later: (work) => this.ctx.waitUntil(work),
    onFailure: (error) => logError(createLog({ requestId: newRequestId() }), "shard tells its region", error),
  });

  async report(report: TripReport, isNews: boolean): Promise<ReportDemand> {
    return this.#intake.offer(report, isNews, Date.now());
  }

  /** For tests and load runs. */
  counters(): ShardCounters {
    const { reports, batches, isBusy } = this.#intake;
    return { reports, batches, isBusy };
  }

  #region() {
    const { tenantId, regionId } = readRegionPart(this.ctx.id.name, "shard");
    return regionObject(this.env, tenantId, regionId);
  }
}
