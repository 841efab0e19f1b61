import { listProgress, type UploadProgress } from "../db/upload-progress.ts";
import { countUploads } from "../db/uploads.ts";
import { estimateWait } from "../domain/proof/upload-wait.ts";
import { logError } from "../platform/log.ts";
import type { CheckUploadJob } from "../protocol/jobs.ts";
import type { DocumentProgress } from "../protocol/live/document-progress.ts";
import type { TenantId, TripId } from "../protocol/ids.ts";
import type { Deps } from "./deps.ts";
import type { LiveDeps } from "./live-deps.ts";

export type ProgressDeps = Pick<Deps, "db" | "log" | "now"> & Pick<LiveDeps, "requestId" | "trip" | "account">;

/**
 * Tells drivers, and those who look at their trips, that a file was checked and how the others have moved up. Nothing
 * depends on it: what cannot be told is read with the proof or the paper.
 */
export async function tellProgress(
  deps: ProgressDeps,
  { tenantId, uploadId }: Pick<CheckUploadJob, "tenantId" | "uploadId">,
): Promise<void> {
  const tenant = deps.db.forTenant({ tenantId, actor: "check", requestId: deps.requestId });
  const [files, counted] = await Promise.all([listProgress(tenant, uploadId), countUploads(tenant, deps.now())]);
  if (!files.ok || !counted.ok) return;
  const waiting = files.value.filter(({ status }) => status === "stored");
  const told = files.value.map(async (file) => {
    const position = waiting.indexOf(file) + 1;
    const queue = position > 0 ? { position, waitSeconds: estimateWait(position, counted.value.perMinute) } : null;
    return { tripId: await tripOf(deps, tenantId, file), progress: progressOf(file, queue) };
  });
  try {
    const byTrip = Map.groupBy(await Promise.all(told), ({ tripId }) => tripId);
    await Promise.all(
      [...byTrip].map(async ([tripId, theirs]) => {
        if (tripId !== null) await deps.trip(tenantId, tripId).progressed(theirs.map(({ progress }) => progress));
      }),
    );
  } catch (error) {
    logError(deps.log, "telling how far files are", error);
  }
}

/** A proof's own, or the one that the driver of a paper is on. */
async function tripOf({ account }: ProgressDeps, tenantId: TenantId, file: UploadProgress): Promise<TripId | null> {
  return file.tripId ?? (file.driverId && (await account(tenantId, file.driverId).duty()));
}

function progressOf(
  { uploadId, proofId, documentId, status }: UploadProgress,
  queue: DocumentProgress["queue"],
): DocumentProgress {
  return { type: "document:progress", uploadId, proofId, documentId, status, queue };
}
