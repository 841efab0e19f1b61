import { type Account, loadAccess, noteSignIn } from "../db/accounts.ts";
import type { PersonId } from "../domain/caller.ts";
import type { Failure } from "../domain/failure.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { stepAfterCode } from "../domain/sign-in-step.ts";
import { ACCESS_TOKEN_SECONDS, type AccessSubject, issueAccessToken } from "../platform/access-token.ts";
import { issueStepTicket, type StepPurpose, type StepTicket, verifyStepTicket } from "../platform/step-ticket.ts";
import type { SignedIn, SignInStep } from "../protocol/api/auth.ts";
import type { TenantId } from "../protocol/ids.ts";
import type { IdentityDeps } from "./identity-deps.ts";
import { noteSecurity } from "./note-security.ts";

type Who = { readonly tenantId: TenantId; readonly personId: PersonId };
type Method = "code" | "passkey" | "totp" | "recovery";

/** Goes on after a right code: done, or the next step with a ticket for it. */
export async function continueAs(
  deps: IdentityDeps,
  account: Pick<Account, "tenantId" | "personId" | "role">,
  device: string,
): Promise<Result<SignInStep, Failure>> {
  const { totp, passkeys, recoveryLeft } = await deps.account(account.tenantId, account.personId).factors();
  const next = stepAfterCode(account.role, { totp, passkeys: passkeys.length, recoveryLeft });
  if (next.step === "done") return finish(deps, account, "code", device);
  return ok({ ...next, ticket: await ticketFor(deps, account, next.step) });
}

/** One address may have accounts with several tenants; each choice brings its own ticket. */
export async function offerAccounts(deps: IdentityDeps, accounts: readonly Account[]): Promise<SignInStep> {
  const choices = await Promise.all(
    accounts.map(async (account) => ({
      tenant: account.tenantName,
      role: account.role,
      ticket: await ticketFor(deps, account, "choose-account"),
    })),
  );
  return { step: "choose-account", choices };
}

export async function chooseAccount(
  deps: IdentityDeps,
  ticket: string,
  device: string,
): Promise<Result<SignInStep, Failure>> {
  const chosen = await readTicket(deps, ticket, "choose-account");
  if (!chosen.ok) return chosen;
  if (!(await spend(deps, chosen.value))) return err({ tag: "ticket-refused" });
  const access = await loadAccess(deps.db, chosen.value, deps.requestId);
  if (!access.ok) return err({ tag: "unavailable" });
  return continueAs(deps, { ...chosen.value, role: access.value.role }, device);
}

export async function readTicket(
  { keys, now }: IdentityDeps,
  ticket: string,
  purpose: StepPurpose,
): Promise<Result<StepTicket, Failure>> {
  const verified = await verifyStepTicket(await keys(), ticket, purpose, now());
  return verified.ok ? verified : err({ tag: "ticket-refused" });
}

/** Each ticket once: what it stood for has happened. */
export async function spend(deps: IdentityDeps, ticket: StepTicket): Promise<boolean> {
  return deps.account(ticket.tenantId, ticket.personId).spendTicket(ticket.ticketId, ticket.expiresAt);
}

/** Opens the session with what Postgres says of the person now. */
export async function finish(
  deps: IdentityDeps,
  who: Who,
  method: Method,
  device: string,
): Promise<Result<SignedIn & { refreshToken: string }, Failure>> {
  const access = await loadAccess(deps.db, who, deps.requestId);
  if (!access.ok) return err({ tag: "unavailable" });
  if (access.value.status === "suspended") {
    noteSecurity(deps, who, "sign-in-refused", { reason: "suspended" });
    return err({ tag: "suspended" });
  }
  const opened = await deps.account(who.tenantId, who.personId).openSession({ device, method, profile: access.value });
  if (!opened.ok) return err({ tag: "suspended" });
  const noted = await noteSignIn(deps.db, who, deps.requestId);
  if (!noted.ok) return err({ tag: "unavailable" });
  noteSecurity(deps, who, "sign-in", { method, session: opened.sessionId });
  return ok(await signedIn(deps, who, opened));
}

/** The answer of every successful way in, with the tokens of one session. */
export async function signedIn(
  { keys, now }: IdentityDeps,
  { tenantId, personId }: Who,
  session: Pick<AccessSubject, "sessionId" | "profile"> & { readonly refreshToken: string },
): Promise<SignedIn & { refreshToken: string }> {
  const { sessionId, refreshToken, profile } = session;
  return {
    step: "done",
    accessToken: await issueAccessToken(await keys(), { tenantId, personId, sessionId, profile }, now()),
    expiresInSeconds: ACCESS_TOKEN_SECONDS,
    sessionId,
    person: { id: personId, role: profile.role, tenantId },
    refreshToken,
  };
}

async function ticketFor(
  { keys, now }: IdentityDeps,
  { tenantId, personId }: Who,
  purpose: StepPurpose,
): Promise<string> {
  return issueStepTicket(await keys(), { tenantId, personId, purpose }, now());
}
