import { actorOf } from "../domain/caller.ts";
import type { Failure } from "../domain/failure.ts";
import { mayLocation } from "../domain/permissions.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { type GpxError, readGpx } from "../domain/trackers/gpx.ts";
import { numberDrafts } from "../domain/trackers/number-drafts.ts";
import type { DriverId, TripId } from "../protocol/ids.ts";
import type { HistoryDeps } from "./history-deps.ts";
import { knownCaller } from "./people-desk.ts";
import { writeFix } from "./positions.ts";
import { ARCHIVED_AFTER_MS } from "./trip-archive.ts";
import { tripOwner } from "./stored-track.ts";

interface GpxTaken {
  readonly added: number;
  readonly repeated: number;
  readonly refused: number;
  readonly withoutTime: number;
}

/** Adds a recording to a trip's track; the same file twice is stored once. After the trip was archived, nothing comes in. */
export async function uploadGpx(
  deps: HistoryDeps,
  { driverId, tripId }: { readonly driverId: DriverId; readonly tripId: TripId },
  text: string,
): Promise<Result<GpxTaken, Failure>> {
  const known = knownCaller(deps);
  if (!known.ok) return known;
  const caller = known.value;
  const { tenantId } = caller;
  const tenant = deps.db.forTenant({ tenantId, actor: actorOf(caller), requestId: deps.requestId });
  const owner = await tripOwner(deps, tenant, tripId);
  if (!owner.ok) return owner;
  const isTheirs = owner.value.driverId === driverId;
  if (!isTheirs || !mayLocation(caller, "create", { tenantId, ...owner.value })) return err({ tag: "not-found" });
  const object = deps.trip(tenantId, tripId);
  const finishedAt = (await object.picture())?.trip.finishedAt ?? null;
  if (finishedAt !== null && deps.now() - finishedAt >= ARCHIVED_AFTER_MS) return err({ tag: "conflict" });
  const read = readGpx(text);
  if (!read.ok) return err(failureOf(read.error));
  const { epoch, fixes } = numberDrafts(tripId, read.value.drafts);
  const taken = await object.addHistory({ epoch, fixes: fixes.map(writeFix) });
  if (!taken.ok) return err({ tag: taken.error.tag === "full" ? "unavailable" : "conflict" });
  return ok({ ...taken.value, withoutTime: read.value.withoutTime });
}

function failureOf(error: GpxError): Failure {
  switch (error.tag) {
    case "too-large":
    case "too-many-points":
      return { tag: "body-too-large" };
    case "malformed":
      return wrongBody(`is malformed at line ${error.line}`);
    case "not-gpx":
      return wrongBody("is not GPX");
    case "doctype":
      return wrongBody("declares a document type, which is not read");
    case "no-points":
      return wrongBody("has no track point with a time");
  }
}

function wrongBody(message: string): Failure {
  return { tag: "invalid-request", errors: [{ path: "body", message }] };
}
