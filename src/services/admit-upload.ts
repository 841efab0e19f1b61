import type { Failure } from "../domain/failure.ts";
import type { LimitVerdict } from "../platform/take-limit.ts";
import { err, type Result } from "../domain/result.ts";
import type { SigningKeys } from "../platform/signing-keys.ts";
import { type UploadGrant, verifyUploadTicket } from "../platform/upload-ticket.ts";
import type { UploadDeps } from "./upload-deps.ts";

export interface TicketDeps extends UploadDeps {
  readonly keys: () => Promise<SigningKeys>;
  readonly takeLimit: (limit: "upload", principal: string) => Promise<LimitVerdict>;
}

/** What a ticket allows. Who announced a file counts as its sender: many drivers are behind one address. */
export async function admitUpload(deps: TicketDeps, ticket: string): Promise<Result<UploadGrant, Failure>> {
  const verified = await verifyUploadTicket(await deps.keys(), ticket, deps.now());
  if (!verified.ok) return err({ tag: "not-found" });
  const { actor, uploadId } = verified.value;
  const taken = await deps.takeLimit("upload", actor ?? uploadId);
  return taken.ok ? verified : err({ tag: "too-many-requests", retryAfterSeconds: taken.retryAfterSeconds });
}
