import { findProofSubject, listProofs, type ProofRow } from "../db/proofs.ts";
import { listProofUploads, type UploadRow } from "../db/uploads.ts";
import type { Failure } from "../domain/failure.ts";
import { mayProof } from "../domain/permissions.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { hexOf } from "../platform/sha256.ts";
import { issueViewTicket, PRINT, verifyViewTicket } from "../platform/view-ticket.ts";
import { API_BASE } from "../protocol/api/endpoint.ts";
import type { Proof, Proofs } from "../protocol/api/proofs.ts";
import type { ShipmentId } from "../protocol/ids.ts";
import { FileProofKind } from "../protocol/proof.ts";
import { RejectionCode } from "../protocol/upload.ts";
import { dbFailure } from "./db-failure.ts";
import { type Desk, deskOf, openDesk } from "./people-desk.ts";
import { recordOf } from "./proof-records.ts";
import { notePlace } from "./proof-row.ts";
import type { ProofDeps } from "./upload-deps.ts";
import { imageLinks } from "./upload-rows.ts";

type ReadDeps = Pick<ProofDeps, "keys" | "now">;

/** The holder of a tracking link sees the photos alone: a signature, papers and a driver's place are not for whoever has a link. */
export async function getProofs(deps: ProofDeps, shipmentId: ShipmentId): Promise<Result<Proofs, Failure>> {
  const opened = await deskOf(deps);
  if (!opened.ok) return opened;
  const { desk, caller } = opened.value;
  const found = await findProofSubject(desk.tenant, shipmentId);
  if (!found.ok) return err(dbFailure(found.error));
  if (!found.value || !mayProof(caller, "read", found.value)) return err({ tag: "not-found" });
  const isCustomer = caller.kind === "link";
  const items = await readItems(deps, desk, shipmentId, isCustomer);
  if (!items.ok) return items;
  const ticket = { tenantId: caller.tenantId, id: shipmentId };
  const print = isCustomer ? null : await issueViewTicket(await deps.keys(), PRINT, ticket, deps.now());
  return ok({ shipmentId, items: items.value, printUrl: print && `${API_BASE}/pod-prints/${print}` });
}

/** The same for whoever has the page's address. */
export async function proofsToPrint(
  deps: ReadDeps & Pick<ProofDeps, "db" | "masterKeys" | "requestId">,
  ticket: string,
): Promise<Result<{ shipmentId: ShipmentId; items: Proof[] }, Failure>> {
  const verified = await verifyViewTicket(await deps.keys(), PRINT, ticket, deps.now());
  if (!verified.ok) return err({ tag: "not-found" });
  const { tenantId, id: shipmentId } = verified.value;
  const desk = await openDesk(deps, { tenantId, actor: "print" });
  if (!desk.ok) return desk;
  const items = await readItems(deps, desk.value, shipmentId, false);
  return items.ok ? ok({ shipmentId, items: items.value }) : items;
}

async function readItems(
  deps: ReadDeps,
  desk: Desk,
  shipmentId: ShipmentId,
  isCustomer: boolean,
): Promise<Result<Proof[], Failure>> {
  const rows = await listProofs(desk.tenant, shipmentId);
  if (!rows.ok) return err(dbFailure(rows.error));
  const ids = rows.value.map(({ id }) => id);
  const files = await listProofUploads(desk.tenant, ids);
  if (!files.ok) return err(dbFailure(files.error));
  const items = rows.value.map(async (row) => {
    const its = files.value.filter(({ proofId }) => proofId === row.id);
    return isCustomer ? customerView(deps, row, its) : wholeView(deps, desk, row, its);
  });
  return ok(await Promise.all(items));
}

async function wholeView(deps: ReadDeps, desk: Desk, row: ProofRow, files: readonly UploadRow[]): Promise<Proof> {
  const note = row.valueSealed === null ? null : await desk.open(notePlace(row.id), row.valueSealed);
  const { id: proofId, takenAt, kinds, completedAt, sha256 } = row;
  const record = recordOf(row, files, note);
  const images = await imagesOf(deps, files);
  return { proofId, takenAt, kinds, completedAt, record, sha256: sha256 && hexOf(sha256), images };
}

async function customerView(deps: ReadDeps, row: ProofRow, files: readonly UploadRow[]): Promise<Proof> {
  const { id: proofId, takenAt, kinds, completedAt } = row;
  const photos = files.filter(({ kind }) => kind === "photo");
  return { proofId, takenAt, kinds, completedAt, record: null, sha256: null, images: await imagesOf(deps, photos) };
}

async function imagesOf(deps: ReadDeps, files: readonly UploadRow[]): Promise<Proof["images"]> {
  const keys = await deps.keys();
  return Promise.all(
    files.map(async (file) => {
      const { id: uploadId, status, widthPx, heightPx, orientation, cleanSha256 } = file;
      const { whole, thumbnail } = await imageLinks(keys, file, deps.now());
      return {
        uploadId,
        status,
        widthPx,
        heightPx,
        orientation,
        kind: FileProofKind.parse(file.kind),
        rejectionCode: RejectionCode.nullable().parse(file.rejectionCode),
        cleanSha256: cleanSha256 && hexOf(cleanSha256),
        url: whole,
        thumbnailUrl: thumbnail,
      };
    }),
  );
}
