import type { InvitationRow } from "../db/invitations.ts";
import { fromBase64url } from "../platform/base64url.ts";
import { keyedHash } from "../platform/keyed-hash.ts";
import type { InvitationStatus } from "../protocol/api/invitations.ts";
import type { InvitationId } from "../protocol/ids.ts";
import type { Desk } from "./people-desk.ts";

export function invitationStatus({ acceptedAt, revokedAt, expiresAt }: InvitationRow, now: number): InvitationStatus {
  if (acceptedAt !== null) return "accepted";
  if (revokedAt !== null) return "revoked";
  return expiresAt <= now ? "expired" : "open";
}

export async function sealContents(desk: Desk, id: InvitationId, { name, contact }: { name: string; contact: string }) {
  return {
    nameSealed: await desk.seal({ table: "invitations", column: "name_sealed", row: id }, name),
    contactSealed: await desk.seal({ table: "invitations", column: "contact_sealed", row: id }, contact),
  };
}

export async function openContents(desk: Desk, row: InvitationRow): Promise<{ name: string; contact: string }> {
  return {
    name: await desk.open({ table: "invitations", column: "name_sealed", row: row.id }, row.nameSealed),
    contact: await desk.open({ table: "invitations", column: "contact_sealed", row: row.id }, row.contactSealed),
  };
}

export async function hashInvitationToken(hmacKey: string, token: string): Promise<Uint8Array> {
  return fromBase64url(await keyedHash(hmacKey, ["invitation", token]));
}
