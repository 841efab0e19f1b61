import { personIdOf } from "../domain/caller.ts";
import type { Failure } from "../domain/failure.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { StepPurpose, StepTicket } from "../platform/step-ticket.ts";
import type { SignedIn } from "../protocol/api/auth.ts";
import type { PasskeyAssertion, PasskeyRegistration } from "../protocol/passkey.ts";
import type { IdentityDeps } from "./identity-deps.ts";
import { noteSecurity } from "./note-security.ts";
import * as passkeys from "./passkeys.ts";
import { ownAccount } from "./sessions.ts";
import { finish, readTicket, spend } from "./sign-in.ts";

const ISSUER = "Doorstep";

type Finished = SignedIn & { refreshToken: string };

interface CodeInput {
  readonly ticket: string;
  readonly code: string;
  readonly device: string;
}

/** Whose factors are set up: of somebody signed in, or of somebody whom the sign-in asks to. */
type Owner = passkeys.PasskeyOwner & { readonly ticket: StepTicket | undefined };

export async function beginTotp(
  deps: IdentityDeps,
  ticket: string | undefined,
): Promise<Result<{ secret: string; uri: string }, Failure>> {
  const owner = await readOwner(deps, ticket);
  if (!owner.ok) return owner;
  const { secret } = await accountOf(deps, owner.value).beginTotp();
  const uri = `otpauth://totp/${ISSUER}?secret=${secret}&issuer=${ISSUER}`;
  return ok({ secret, uri });
}

export async function confirmTotp(
  deps: IdentityDeps,
  input: { ticket?: string | undefined; code: string; device: string },
): Promise<Result<{ recoveryCodes: string[]; signedIn?: Finished }, Failure>> {
  const owner = await readOwner(deps, input.ticket);
  if (!owner.ok) return owner;
  const confirmed = await accountOf(deps, owner.value).confirmTotp(input.code);
  if (!confirmed.ok) return err({ tag: "factor-refused" });
  noteSecurity(deps, owner.value, "second-factor-changed", { method: "totp" });
  const recoveryCodes = confirmed.recoveryCodes ?? [];
  const done = await finishSetUp(deps, owner.value, "totp", input.device);
  return done.ok ? ok({ recoveryCodes, ...(done.value && { signedIn: done.value }) }) : done;
}

export async function verifyTotp(deps: IdentityDeps, input: CodeInput): Promise<Result<Finished, Failure>> {
  return secondFactor(deps, input, "totp", async (account) => (await account.checkTotp(input.code)) === "ok");
}

export async function verifyRecovery(deps: IdentityDeps, input: CodeInput): Promise<Result<Finished, Failure>> {
  return secondFactor(deps, input, "recovery", async (account) => (await account.checkRecovery(input.code)) === "ok");
}

/** With a ticket for the second step, without one for anybody: the passkey will say whose it is. */
export async function passkeyOptions(
  deps: IdentityDeps,
  ticket: string | undefined,
): Promise<Result<{ options: Record<string, unknown> }, Failure>> {
  if (ticket === undefined) return ok({ options: { ...(await passkeys.beginSignIn(deps)) } });
  const read = await readTicket(deps, ticket, "second-factor");
  if (!read.ok) return read;
  return ok({ options: { ...(await passkeys.beginSecondFactor({ ...deps, account: accountOf(deps, read.value) })) } });
}

export async function verifyPasskey(
  deps: IdentityDeps,
  input: { ticket?: string | undefined; assertion: PasskeyAssertion; device: string },
): Promise<Result<Finished, Failure>> {
  const { ticket, assertion, device } = input;
  if (ticket !== undefined) {
    const check = async (account: Account) => (await passkeys.finishSecondFactor({ ...deps, account }, assertion)).ok;
    return secondFactor(deps, { ticket, device }, "passkey", check);
  }
  const owner = passkeys.claimedOwner(assertion);
  if (!owner) return err({ tag: "factor-refused" });
  const proven = await passkeys.finishSignIn({ ...deps, account: accountOf(deps, owner) }, assertion);
  if (proven.ok) return finish(deps, owner, "passkey", device);
  // Whoever names a passkey that is not there names anybody: only what was tried with a real one is remembered.
  if (proven.error.tag !== "unknown-passkey")
    noteSecurity(deps, owner, "sign-in-refused", { reason: `passkey-${proven.error.tag}` });
  return err({ tag: "factor-refused" });
}

export async function beginPasskey(
  deps: IdentityDeps,
  ticket: string | undefined,
): Promise<Result<{ options: Record<string, unknown> }, Failure>> {
  const owner = await readOwner(deps, ticket);
  if (!owner.ok) return owner;
  const account = accountOf(deps, owner.value);
  const known = (await account.factors()).passkeys.map(({ credentialId }) => credentialId);
  const options = await passkeys.beginRegistration({ ...deps, account }, owner.value, {
    name: owner.value.personId,
    known,
  });
  return ok({ options: { ...options } });
}

export async function addPasskey(
  deps: IdentityDeps,
  input: { ticket?: string | undefined; registration: PasskeyRegistration; name: string; device: string },
): Promise<Result<{ signedIn?: Finished }, Failure>> {
  const owner = await readOwner(deps, input.ticket);
  if (!owner.ok) return owner;
  const account = accountOf(deps, owner.value);
  const added = await passkeys.finishRegistration({ ...deps, account }, input.registration, input.name);
  if (!added.ok) return err({ tag: "factor-refused" });
  noteSecurity(deps, owner.value, "passkey-added");
  const done = await finishSetUp(deps, owner.value, "passkey", input.device);
  return done.ok ? ok(done.value ? { signedIn: done.value } : {}) : done;
}

export async function removePasskey(deps: IdentityDeps, credentialId: string): Promise<Result<void, Failure>> {
  const mine = ownAccount(deps);
  if (!mine.ok) return mine;
  const removal = await mine.value.account.removePasskey(credentialId);
  if (removal === "unknown") return err({ tag: "not-found" });
  if (removal === "last-factor") return err({ tag: removal });
  noteSecurity(deps, mine.value, "passkey-removed");
  return ok(undefined);
}

type Account = ReturnType<IdentityDeps["account"]>;

function accountOf({ account }: IdentityDeps, { tenantId, personId }: passkeys.PasskeyOwner): Account {
  return account(tenantId, personId);
}

/** The ticket is spent by success alone: a mistyped code may be typed again. */
async function secondFactor(
  deps: IdentityDeps,
  { ticket, device }: { readonly ticket: string; readonly device: string },
  method: "totp" | "recovery" | "passkey",
  check: (account: Account) => Promise<boolean>,
): Promise<Result<Finished, Failure>> {
  const read = await readTicket(deps, ticket, "second-factor");
  if (!read.ok) return read;
  if (!(await check(accountOf(deps, read.value)))) {
    noteSecurity(deps, read.value, "second-factor-refused", { method });
    return err({ tag: "factor-refused" });
  }
  if (!(await spend(deps, read.value))) return err({ tag: "ticket-refused" });
  return finish(deps, read.value, method, device);
}

async function finishSetUp(
  deps: IdentityDeps,
  owner: Owner,
  method: "totp" | "passkey",
  device: string,
): Promise<Result<Finished | undefined, Failure>> {
  if (!owner.ticket) return ok(undefined);
  if (!(await spend(deps, owner.ticket))) return err({ tag: "ticket-refused" });
  return finish(deps, owner, method, device);
}

async function readOwner(deps: IdentityDeps, ticket: string | undefined): Promise<Result<Owner, Failure>> {
  if (ticket !== undefined) {
    const purpose: StepPurpose = "set-up-factor";
    const read = await readTicket(deps, ticket, purpose);
    return read.ok ? ok({ ...read.value, ticket: read.value }) : read;
  }
  const mine = ownAccount(deps);
  if (!mine.ok || personIdOf(deps.caller) === undefined) return err({ tag: "unauthenticated" });
  return ok({ tenantId: mine.value.tenantId, personId: mine.value.personId, ticket: undefined });
}
