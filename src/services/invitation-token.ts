import { findInvitation, findInvitationByToken, type InvitationRow } from "../db/invitations.ts";
import { findTenantName } from "../db/tenants.ts";
import type { Failure } from "../domain/failure.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { InvitationOffer } from "../protocol/api/invitations.ts";
import { dbFailure } from "./db-failure.ts";
import { hashInvitationToken, invitationStatus, openContents } from "./invitation-contents.ts";
import { type Desk, openDesk, type PeopleDeps } from "./people-desk.ts";

type TokenDeps = Omit<PeopleDeps, "caller" | "accounts">;

/** The open invitation of a token, at its tenant's desk. Unknown, used, revoked and expired tokens are one answer. */
export async function findOpenInvitation(
  deps: TokenDeps,
  token: string,
): Promise<Result<{ desk: Desk; row: InvitationRow }, Failure>> {
  const found = await findInvitationByToken(deps.db, await hashInvitationToken(deps.hmacKey, token));
  if (!found.ok) return err(dbFailure(found.error));
  if (!found.value) return err({ tag: "not-found" });
  const { tenantId, id } = found.value;
  const opened = await openDesk(deps, { tenantId, actor: id });
  if (!opened.ok) return opened;
  const desk = opened.value;
  const read = await findInvitation(desk.tenant, id);
  if (!read.ok) return err(dbFailure(read.error));
  if (!read.value || invitationStatus(read.value, deps.now()) !== "open") return err({ tag: "not-found" });
  return ok({ desk, row: read.value });
}

/** What its reader should know before accepting. Not the address: whoever was passed the link need not learn it. */
export async function readInvitationOffer(deps: TokenDeps, token: string): Promise<Result<InvitationOffer, Failure>> {
  const found = await findOpenInvitation(deps, token);
  if (!found.ok) return found;
  const { desk, row } = found.value;
  const [{ name }, tenant] = await Promise.all([openContents(desk, row), findTenantName(desk.tenant)]);
  if (!tenant.ok) return err(dbFailure(tenant.error));
  if (tenant.value === undefined) return err({ tag: "not-found" });
  return ok({ tenantName: tenant.value, role: row.role, name, expiresAt: row.expiresAt });
}
