import type { Failure } from "../domain/failure.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { SigningKeys } from "../platform/signing-keys.ts";
import type { UploadFiles } from "../platform/upload-files.ts";
import { IMAGE, verifyViewTicket } from "../platform/view-ticket.ts";

type Image = NonNullable<Awaited<ReturnType<UploadFiles["readClean"]>>>;

/** Needs no database: the ticket says which, and was only given to whom it is for. */
export async function readImage(
  deps: { readonly keys: () => Promise<SigningKeys>; readonly uploads: UploadFiles; readonly now: () => number },
  ticket: string,
): Promise<Result<Image, Failure>> {
  const verified = await verifyViewTicket(await deps.keys(), IMAGE, ticket, deps.now());
  if (!verified.ok) return err({ tag: "not-found" });
  const { tenantId, id: uploadId, size } = verified.value;
  const which = { tenantId, uploadId };
  const image = await (size === "thumbnail" ? deps.uploads.readThumbnail(which) : deps.uploads.readClean(which));
  return image ? ok(image) : err({ tag: "not-found" });
}
