import { addProof, findProof, findProofSubject, type ProofRow, type ProofSubject, takePinTry } from "../db/proofs.ts";
import { listProofUploads, type UploadRow } from "../db/uploads.ts";
import { actorOf, type KnownCaller } from "../domain/caller.ts";
import type { Failure } from "../domain/failure.ts";
import { mayProof } from "../domain/permissions.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { sameText } from "../platform/keyed-hash.ts";
import { hexOf } from "../platform/sha256.ts";
import { uploadIdFor } from "../platform/upload-id.ts";
import type { AnnouncedProof, NewProof } from "../protocol/api/proofs.ts";
import type { ShipmentId } from "../protocol/ids.ts";
import { dbFailure } from "./db-failure.ts";
import { type Desk, deskOf } from "./people-desk.ts";
import { hashRecord, recordOf } from "./proof-records.ts";
import { cashOf, kindsOf, notePlace, proofRow } from "./proof-row.ts";
import { hashPin } from "./proof-terms.ts";
import type { ProofDeps } from "./upload-deps.ts";
import { announcedDigest, announcedRow, renewed, ticketFor } from "./upload-rows.ts";

/** `isNew` is false when a proof of this id was there already, and that one is answered. */
interface Announced {
  readonly proof: AnnouncedProof;
  readonly isNew: boolean;
}

interface Asked {
  readonly desk: Desk;
  readonly caller: KnownCaller;
  readonly subject: ProofSubject;
  readonly input: NewProof;
}

export async function announceProof(
  deps: ProofDeps,
  shipmentId: ShipmentId,
  input: NewProof,
): Promise<Result<Announced, Failure>> {
  const opened = await deskOf(deps);
  if (!opened.ok) return opened;
  const { desk, caller } = opened.value;
  const found = await findProofSubject(desk.tenant, shipmentId);
  if (!found.ok) return err(dbFailure(found.error));
  const subject = found.value;
  if (!subject || !mayProof(caller, "create", subject)) return err({ tag: "not-found" });
  const asked = { desk, caller, subject, input };
  const known = await answerOf(deps, asked);
  if (!known.ok) return known;
  if (known.value) return renewed(desk.tenant, known.value.uploads, { proof: known.value, isNew: false });
  const refused = (await pinRefusal(deps, asked)) ?? (await write(deps, asked));
  if (refused) return err(refused);
  const written = await answerOf(deps, asked);
  if (!written.ok) return written;
  // Another announcement took the id at this very moment: whose it is, the next try is told.
  return written.value ? ok({ proof: written.value, isNew: true }) : err({ tag: "conflict" });
}

/** The proof of this id, where there is one; a conflict, where it is of something else. */
async function answerOf(
  deps: ProofDeps,
  { desk: { tenant }, input, subject }: Asked,
): Promise<Result<AnnouncedProof | undefined, Failure>> {
  const found = await findProof(tenant, input.id);
  if (!found.ok) return err(dbFailure(found.error));
  const row = found.value;
  if (!row) return ok(undefined);
  const files = await listProofUploads(tenant, [row.id]);
  if (!files.ok) return err(dbFailure(files.error));
  if (!isSame(row, files.value, { input, subject })) return err({ tag: "conflict" });
  const uploads = await Promise.all(files.value.map(async (file) => ticketFor(deps, file)));
  const { id: proofId, missing, completedAt, sha256 } = row;
  return ok({ proofId, missing, completedAt, sha256: sha256 ? hexOf(sha256) : "", uploads });
}

function isSame(row: ProofRow, files: readonly UploadRow[], { input, subject }: Pick<Asked, "input" | "subject">) {
  const digests = (list: readonly string[]) => list.toSorted().join(" ");
  return (
    row.shipmentId === subject.shipmentId &&
    row.takenAt === input.takenAt &&
    row.kinds.join(" ") === kindsOf(input).join(" ") &&
    digests(files.map(announcedDigest)) === digests(input.files.map(({ sha256 }) => sha256))
  );
}

/** A wrong PIN makes no proof, and costs one of few tries; so does one where the recipient has none. */
async function pinRefusal(deps: ProofDeps, { desk, subject, input }: Asked): Promise<Failure | undefined> {
  if (input.pin === null) return undefined;
  const { shipmentId } = subject;
  const taken = await takePinTry(desk.tenant, shipmentId);
  if (!taken.ok) return dbFailure(taken.error);
  const expected = taken.value?.pinHash;
  if (!expected) return { tag: "pin-refused" };
  const given = await hashPin(deps.hmacKey, shipmentId, input.pin);
  return sameText(hexOf(expected), hexOf(given)) ? undefined : { tag: "pin-refused" };
}

async function write(deps: ProofDeps, asked: Asked): Promise<Failure | undefined> {
  const { desk, caller, subject, input } = asked;
  const { tenantId } = subject;
  if (subject.tripId === null || subject.status === "cancelled") return { tag: "not-allowed-now" };
  const files = await Promise.all(
    input.files.map(async ({ kind, ...file }, index) => {
      const uploadId = await uploadIdFor(input.id, index);
      const of = { purpose: "proof" as const, createdBy: actorOf(caller) };
      return { ...announcedRow({ tenantId, uploadId }, file, of), proofId: input.id, kind };
    }),
  );
  const row = { ...proofRow(asked, deps.now()), tripId: subject.tripId };
  const sha256 = await hashRecord(recordOf({ ...row, tenantId, sha256: null, completedAt: null }, files, input.note));
  const valueSealed = input.note === null ? null : await desk.seal(notePlace(input.id), input.note);
  const added = await addProof(desk.tenant, { ...row, valueSealed, sha256, cash: cashOf(row, asked) }, files);
  return added.ok ? undefined : dbFailure(added.error);
}
