import type { TenantQueries } from "../db/client.ts";
import { listLackingThumbnail } from "../db/thumbnails.ts";
import { endUnused, findUpload, markStored, takeUnchecked } from "../db/uploads.ts";
import type { Failure } from "../domain/failure.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { UPLOAD_TICKET_SECONDS } from "../platform/upload-ticket.ts";
import type { TenantId } from "../protocol/ids.ts";
import { TAKEN } from "../protocol/upload.ts";
import { dbFailure } from "./db-failure.ts";
import { forEachTenant } from "./each-tenant.ts";
import { askForCheck } from "./accept-upload.ts";
import type { UploadDeps } from "./upload-deps.ts";

const MINUTE_MS = 60_000;
/** The ticket's hour, and time for what was on its way when it ended. */
const UNUSED_MS = UPLOAD_TICKET_SECONDS * 1_000 + 10 * MINUTE_MS;
/** A message is handled within seconds; the queue's own tries take about three minutes. */
const UNCHECKED_MS = 5 * MINUTE_MS;
/** Five tries each: what fails so often is a fault of ours, and its message is among the dead letters. */
const SENDS_MAX = 6;
/** Five minutes later the next round goes on. */
const PER_ROUND = 100;

/** How many of each were found. */
interface Swept {
  /** Announced, and never sent. */
  ended: number;
  /** Arrived and not checked, or checked and without their small picture: asked about again. */
  asked: number;
  /** Bytes that nobody waits for. */
  dropped: number;
}

/** Looks for what a crash between bucket, row and queue left behind, in all tenants, and sees to it. */
export async function sweepUploads(deps: UploadDeps): Promise<Result<void, Failure>> {
  const swept: Swept = { ended: 0, asked: 0, dropped: 0 };
  const failure = await sweepArrived(deps, swept);
  if (failure) return err(failure);
  const done = await forEachTenant(deps, async (tenantId) => {
    const failed = await sweepTenant(deps, tenantId, swept);
    return failed ? err(failed) : ok(undefined);
  });
  if (Object.values(swept).some((found) => found > 0)) deps.log({ event: "uploads.swept", ...swept });
  return done;
}

/** Bytes that lie where nothing stays: their row never heard of them, is done with them, or is none. */
export async function sweepArrived(deps: UploadDeps, swept: Swept): Promise<Failure | undefined> {
  for (const which of await deps.uploads.forgotten(deps.now() - UNCHECKED_MS)) {
    const tenant = scopeOf(deps, which.tenantId);
    const found = await findUpload(tenant, which.uploadId);
    if (!found.ok) return dbFailure(found.error);
    const row = found.value;
    // Asked about below, as often as is worth it.
    if (row?.status === "stored") continue;
    if (row && TAKEN.has(row.status)) {
      const stored = await markStored(tenant, row, deps.now());
      if (!stored.ok) return dbFailure(stored.error);
      await askForCheck(deps, which.tenantId, which.uploadId);
      swept.asked += 1;
    } else {
      await deps.uploads.dropArrived(which);
      swept.dropped += 1;
    }
  }
  return undefined;
}

export async function sweepTenant(deps: UploadDeps, tenantId: TenantId, swept: Swept): Promise<Failure | undefined> {
  const tenant = scopeOf(deps, tenantId);
  const now = deps.now();
  const ended = await endUnused(tenant, { before: now - UNUSED_MS, limit: PER_ROUND });
  if (!ended.ok) return dbFailure(ended.error);
  const wanted = { before: now - UNCHECKED_MS, now, sendsMax: SENDS_MAX, limit: PER_ROUND };
  const lost = await takeUnchecked(tenant, wanted);
  if (!lost.ok) return dbFailure(lost.error);
  const lacking = deps.thumbnails
    ? await listLackingThumbnail(tenant, { before: now - UNCHECKED_MS, limit: PER_ROUND })
    : ok([]);
  if (!lacking.ok) return dbFailure(lacking.error);
  const asked = [...lost.value, ...lacking.value];
  for (const uploadId of asked) await askForCheck(deps, tenantId, uploadId);
  swept.ended += ended.value;
  swept.asked += asked.length;
  return undefined;
}

function scopeOf({ db, requestId }: UploadDeps, tenantId: TenantId): TenantQueries {
  return db.forTenant({ tenantId, actor: "sweep", requestId });
}
