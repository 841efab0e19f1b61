import { type Account, findAccounts } from "../db/accounts.ts";
import {
  acceptInvitationAs,
  addInvitation,
  findInvitation,
  type InvitationRow,
  listInvitations as readInvitations,
  revokeInvitation as endInvitation,
} from "../db/invitations.ts";
import { actorOf, type PersonId } from "../domain/caller.ts";
import type { Failure } from "../domain/failure.ts";
import { grantFor, mayInvitation } from "../domain/permissions.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { indexOfLogin, readLoginName } from "../platform/login-name.ts";
import { newRowId } from "../platform/new-row-id.ts";
import { randomToken } from "../platform/random-token.ts";
import type { PersonRole } from "../protocol/account.ts";
import type { Invitation, NewInvitation } from "../protocol/api/invitations.ts";
import type { InvitationId, TenantId } from "../protocol/ids.ts";
import { dbFailure } from "./db-failure.ts";
import { hashInvitationToken, invitationStatus, openContents, sealContents } from "./invitation-contents.ts";
import { findOpenInvitation } from "./invitation-token.ts";
import { regionsAt, requireRegions } from "./known-regions.ts";
import { makePerson } from "./invited-person.ts";
import { cutPage, pageLimit } from "./page.ts";
import { type Desk, deskOf, type PeopleDeps } from "./people-desk.ts";
import { securityEvent } from "./security-log.ts";

/** A week: long enough for a holiday, short enough that a forgotten message opens nothing. */
const LIFETIME_MS = 7 * 24 * 60 * 60 * 1_000;
/** 256 bits. */
const TOKEN_BYTES = 32;

/** What the message to the invited person is made of. The token is nowhere else. */
interface Invited {
  readonly invitation: Invitation;
  readonly token: string;
}

export async function invite(deps: PeopleDeps, input: NewInvitation): Promise<Result<Invited, Failure>> {
  const opened = await deskOf(deps);
  if (!opened.ok) return opened;
  const { desk, caller } = opened.value;
  const scope = scopeOf(input);
  if (!mayInvitation(caller, "create", { tenantId: caller.tenantId, role: input.role, ...scope }))
    return err({ tag: "forbidden" });
  const regions = await requireRegions(desk.tenant, [
    ...regionsAt("body.regionIds", scope.regionIds),
    ...(scope.homeRegionId === null ? [] : [["body.homeRegionId", scope.homeRegionId] as const]),
  ]);
  if (!regions.ok) return regions;
  const login =
    input.role === "driver" ? await readLoginName("sms", input.phone) : await readLoginName("email", input.email);
  if (!login.ok) {
    const path = input.role === "driver" ? "body.phone" : "body.email";
    return err({ tag: "invalid-request", errors: [{ path, message: "is not an address that can be reached" }] });
  }
  const contactIndex = await indexOfLogin(deps.hmacKey, login.value);
  const known = await findAccounts(deps.db, contactIndex);
  if (!known.ok) return err(dbFailure(known.error));
  if (known.value.some((account: Account) => account.tenantId === caller.tenantId)) return err({ tag: "conflict" });
  const id = newRowId.invitation();
  const token = randomToken(TOKEN_BYTES);
  const row = {
    id,
    role: input.role,
    ...scope,
    ...(await sealContents(desk, id, { name: input.name, contact: login.value.name })),
    contactIndex,
    tokenHash: await hashInvitationToken(deps.hmacKey, token),
    createdBy: actorOf(caller),
    expiresAt: deps.now() + LIFETIME_MS,
  };
  const detail = { invitation: id, role: input.role };
  const event = securityEvent(deps, { kind: "invited", actor: actorOf(caller), detail });
  const added = await addInvitation(desk.tenant, row, event);
  // Two invitations of one address at the same moment.
  if (!added.ok) return err(dbFailure(added.error));
  if (!added.value) throw new Error("a written invitation was not returned");
  return ok({ invitation: await invitationView(desk, added.value, deps.now()), token });
}

export async function listInvitations(
  deps: PeopleDeps,
  query: { after?: InvitationId | undefined; limit?: number | undefined },
): Promise<Result<{ items: Invitation[]; next?: string }, Failure>> {
  const grant = grantFor(deps.caller, "invitation", "list");
  if (grant === "none") return err({ tag: "forbidden" });
  const opened = await deskOf(deps);
  if (!opened.ok) return opened;
  const { desk, caller } = opened.value;
  const { wanted, read } = pageLimit(query.limit);
  const found = await readInvitations(desk.tenant, { ...query, driversOnly: grant === "own", limit: read });
  if (!found.ok) return err(dbFailure(found.error));
  const { rows, ...next } = cutPage(found.value, wanted, (row) => row.id);
  // A dispatcher's page may be short where other regions' drivers stood between; `next` still leads on.
  const mine = rows.filter((row) => mayInvitation(caller, "list", row));
  const items = await Promise.all(mine.map((row) => invitationView(desk, row, deps.now())));
  return ok({ items, ...next });
}

export async function revokeInvitation(deps: PeopleDeps, id: InvitationId): Promise<Result<Invitation, Failure>> {
  const opened = await deskOf(deps);
  if (!opened.ok) return opened;
  const { desk, caller } = opened.value;
  const found = await findInvitation(desk.tenant, id);
  if (!found.ok) return err(dbFailure(found.error));
  if (!found.value || !mayInvitation(caller, "delete", found.value)) return err({ tag: "not-found" });
  const event = securityEvent(deps, {
    kind: "invitation-revoked",
    actor: actorOf(caller),
    detail: { invitation: id },
  });
  const revoked = await endInvitation(desk.tenant, id, event);
  if (!revoked.ok) return err("transient" in revoked.error ? dbFailure(revoked.error) : revoked.error);
  return ok(await invitationView(desk, revoked.value, deps.now()));
}

interface Accepted {
  readonly id: PersonId;
  readonly role: PersonRole;
  readonly tenantId: TenantId;
}

/** Makes the person that the invitation stands for. Unknown, used, revoked and expired tokens are one answer. */
export async function acceptInvitation(
  deps: Omit<PeopleDeps, "caller" | "accounts">,
  token: string,
): Promise<Result<Accepted, Failure>> {
  const found = await findOpenInvitation(deps, token);
  if (!found.ok) return found;
  const { desk, row } = found.value;
  const { id, tenantId } = row;
  const person = await makePerson(deps.hmacKey, desk, row);
  const detail = { invitation: id, person: person.id };
  const event = securityEvent(deps, { kind: "invitation-accepted", actor: person.id, detail });
  const accepted = await acceptInvitationAs(desk.tenant, { id, now: deps.now() }, person.insert, event);
  if (!accepted.ok) return err("transient" in accepted.error ? dbFailure(accepted.error) : accepted.error);
  return ok({ id: person.id, role: row.role, tenantId });
}

function scopeOf(input: NewInvitation) {
  return {
    storeCode: input.role === "store" ? input.storeCode : null,
    regionIds: input.role === "dispatcher" ? (input.regionIds ?? null) : null,
    homeRegionId: input.role === "driver" ? input.homeRegionId : null,
  };
}

async function invitationView(desk: Desk, row: InvitationRow, now: number): Promise<Invitation> {
  const { id, role, storeCode, regionIds, homeRegionId, createdAt, expiresAt } = row;
  const scope = { storeCode, regionIds: regionIds && [...regionIds], homeRegionId };
  return {
    id,
    role,
    status: invitationStatus(row, now),
    ...(await openContents(desk, row)),
    ...scope,
    createdAt,
    expiresAt,
  };
}
