import { markThumbnail, takeThumbnailTry } from "../db/thumbnails.ts";
import type { Failure } from "../domain/failure.ts";
import { cleanImage } from "../domain/image/clean-image.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { WhichUpload } from "../platform/upload-keys.ts";
import type { NoThumbnail } from "../platform/thumbnails.ts";
import { dbFailure } from "./db-failure.ts";
import type { Deps } from "./deps.ts";
import type { UploadDeps } from "./upload-deps.ts";

type ThumbnailDeps = Pick<UploadDeps, "db" | "uploads" | "now" | "log" | "requestId" | "thumbnails"> &
  Pick<Deps, "metrics">;

const TYPE = "image/webp";

/**
 * The small picture of an image that was checked. Nothing waits for it: a page without it scales the image itself. The
 * picture first, then its row; whoever dies in between makes it again.
 */
export async function makeThumbnail(deps: ThumbnailDeps, which: WhichUpload): Promise<Result<void, Failure>> {
  if (!deps.thumbnails) return ok(undefined);
  const { tenantId, uploadId } = which;
  const tenant = deps.db.forTenant({ tenantId, actor: "check", requestId: deps.requestId });
  const taken = await takeThumbnailTry(tenant, uploadId);
  if (!taken.ok) return err(dbFailure(taken.error));
  if (!taken.value) return ok(undefined);
  const startedAt = deps.now();
  const made = await draw(deps.thumbnails, deps, which);
  tell(deps, made, deps.now() - startedAt);
  if (!made.ok) return taken.value.isLast ? ok(undefined) : err({ tag: "unavailable" });
  await deps.uploads.keepThumbnail(which, TYPE, made.value);
  const marked = await markThumbnail(tenant, uploadId, made.value.length);
  return marked.ok ? ok(undefined) : err(dbFailure(marked.error));
}

function tell({ metrics, log }: ThumbnailDeps, made: Result<unknown, NoThumbnail>, ms: number): void {
  metrics.thumbnail(made.ok ? "made" : made.error.reason, ms);
  if (made.ok) log({ event: "thumbnail.made", ms });
  else log({ event: "thumbnail.failed", ms, reason: made.error.reason });
}

/** Of the clean copy, and cleaned once more: a service that left notes in it would not get them past us. */
async function draw(
  thumbnails: NonNullable<ThumbnailDeps["thumbnails"]>,
  { uploads }: ThumbnailDeps,
  which: WhichUpload,
): Promise<Result<Uint8Array<ArrayBuffer>, NoThumbnail>> {
  const image = await uploads.readClean(which);
  if (!image) return err({ tag: "no-thumbnail", reason: "no-image" });
  const drawn = await thumbnails.make(image.body);
  if (!drawn.ok) return drawn;
  const cleaned = cleanImage(drawn.value, TYPE);
  return cleaned.ok
    ? ok(Uint8Array.from(cleaned.value.bytes))
    : err({ tag: "no-thumbnail", reason: `answer-${cleaned.error}` });
}
