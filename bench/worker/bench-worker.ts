import { env } from "cloudflare:workers";
import * as z from "zod";
import { RegionObject as LiveRegionObject } from "../../src/objects/region/region-object.ts";
import { upgradeRequest } from "../../src/platform/live-facts.ts";
import { regionObject, tripObject } from "../../src/platform/object-stubs.ts";
import { RegionId } from "../../src/protocol/ids.ts";
import { Job } from "../../src/protocol/jobs.ts";
import type { ReportDemand, TripReport } from "../../src/protocol/live/trip-report.ts";
import { type Counted, CountOrder, DOOR_HEADER, DoorOrder, OpenOrder } from "./orders.ts";

export { RegionReplica } from "../../src/objects/region/region-replica.ts";
export { RegionShard } from "../../src/objects/region/region-shard.ts";
export { TripObject } from "../../src/objects/trip/trip-object.ts";

/** Set for the run in which dispatchers are told every position, as they are by the systems compared. */
const Settings = z.object({ REPORT_EACH_MS: z.coerce.number().int().optional() });
const reportEachMs = Settings.parse(env).REPORT_EACH_MS;

export class RegionObject extends LiveRegionObject {
  override report(report: TripReport): ReportDemand {
    const demand = super.report(report);
    return reportEachMs === undefined ? demand : { ...demand, nextMs: reportEachMs };
  }
}

async function enter(request: Request): Promise<Response> {
  const { facts, tripId } = DoorOrder.parse(JSON.parse(request.headers.get(DOOR_HEADER) ?? "null"));
  const upgrade = upgradeRequest(facts);
  if (facts.kind === "link") {
    return tripId ? tripObject(env, facts.tenantId, tripId).fetch(upgrade) : new Response(null, { status: 404 });
  }
  const regionId = RegionId.safeParse(facts.place).data;
  if (regionId) return regionObject(env, facts.tenantId, regionId).fetch(upgrade);
  return tripId ? tripObject(env, facts.tenantId, tripId).fetch(upgrade) : new Response(null, { status: 404 });
}

async function open(request: Request): Promise<Response> {
  const { region, trips } = OpenOrder.parse(await request.json());
  await regionObject(env, region.tenantId, region.regionId).open(region);
  await Promise.all(trips.map((brief) => tripObject(env, brief.tenantId, brief.tripId).open(brief)));
  return new Response(null, { status: 204 });
}

async function count(request: Request): Promise<Response> {
  const { tenantId, regionId, tripIds } = CountOrder.parse(await request.json());
  const all = await Promise.all(tripIds.map((tripId) => tripObject(env, tenantId, tripId).counters()));
  const sum = { rowsWritten: 0, regionCalls: 0, frames: 0, bytes: 0, alarmsSet: 0 };
  for (const one of all) {
    sum.rowsWritten += one.rowsWritten;
    sum.regionCalls += one.regionCalls;
    sum.frames += one.frames;
    sum.bytes += one.bytes;
    sum.alarmsSet += one.alarmsSet;
  }
  const region = await regionObject(env, tenantId, regionId).counters();
  return Response.json({ trips: sum, region } satisfies Counted);
}

/** Stands for Postgres: everything is there at once, and the trips may forget it. */
async function confirmAll(batch: MessageBatch): Promise<void> {
  for (const { body } of batch.messages) {
    const job = Job.parse(body);
    if (job.kind !== "ledger") continue;
    const { tenantId, tripId, events, chunks } = job;
    const mark = { events: events.at(-1)?.seq ?? 0, chunks: chunks.at(-1)?.seq ?? 0 };
    await tripObject(env, tenantId, tripId).confirm(mark);
  }
}

/** Sign-in, limits and Postgres are left out. Behind the upgrade everything is the product's own. */
export default {
  async fetch(request) {
    const { pathname } = new URL(request.url);
    if (pathname === "/door") return enter(request);
    if (pathname === "/open") return open(request);
    if (pathname === "/count") return count(request);
    return new Response(null, { status: 404 });
  },
  queue: confirmAll,
} satisfies ExportedHandler<Env>;
