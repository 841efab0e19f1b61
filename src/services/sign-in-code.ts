import { type Account, findAccounts } from "../db/accounts.ts";
import type { Failure } from "../domain/failure.ts";
import type { CodeRefusal } from "../domain/one-time-code.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { indexOfLogin, type LoginChannel, type LoginName, readLoginName } from "../platform/login-name.ts";
import { logError } from "../platform/log.ts";
import { isE164 } from "../platform/phone-number.ts";
import type { SignInStep } from "../protocol/api/auth.ts";
import type { IdentityDeps } from "./identity-deps.ts";
import { noteSecurity } from "./note-security.ts";
import { continueAs, offerAccounts } from "./sign-in.ts";

const SECOND_MS = 1_000;
/** As the objects of codes hold it. */
const RESEND_SECONDS = 30;

interface Login {
  readonly channel: LoginChannel;
  readonly to: string;
}

/** The same answer and the same work for everybody: who the address belongs to is looked up behind the answer's back. */
export async function startCode(
  deps: IdentityDeps,
  login: Login,
): Promise<Result<{ challengeId: string; expiresInSeconds: number; resendInSeconds: number }, Failure>> {
  const name = await readLoginName(login.channel, login.to);
  if (!name.ok) return malformed;
  const index = await indexOfLogin(deps.hmacKey, name.value);
  const issued = await deps.codes(login.channel, index).issue(name.value.name);
  if (!issued.ok) return err({ tag: "too-many-requests", retryAfterSeconds: issued.retryAfterSeconds });
  deps.later(
    deliver(deps, name.value, index, issued).catch((error: unknown) => logError(deps.log, "sending a code", error)),
  );
  const expiresInSeconds = Math.round((issued.expiresAt - deps.now()) / SECOND_MS);
  return ok({ challengeId: issued.challengeId, expiresInSeconds, resendInSeconds: RESEND_SECONDS });
}

export async function verifyCode(
  deps: IdentityDeps,
  login: Login & { readonly challengeId: string; readonly code: string; readonly device: string },
): Promise<Result<SignInStep, Failure>> {
  const name = await readLoginName(login.channel, login.to);
  if (!name.ok) return malformed;
  const index = await indexOfLogin(deps.hmacKey, name.value);
  const checked = await deps.codes(login.channel, index).check(name.value.name, login.challengeId, login.code);
  if (!checked.ok) {
    // Behind the answer's back, where known and unknown addresses may take their different times.
    deps.later(
      noteRefusal(deps, index, checked.reason).catch((error: unknown) =>
        logError(deps.log, "noting a refused code", error),
      ),
    );
    return err({ tag: "code-refused" });
  }
  const found = await findAccounts(deps.db, index);
  if (!found.ok) return err({ tag: "unavailable" });
  const open = found.value.filter(isOpen);
  const [only] = open;
  // Nobody has this address: their code was never sent, so a right one cannot happen, and a guess learns nothing.
  if (!only) {
    for (const account of found.value) noteSecurity(deps, account, "sign-in-refused", { reason: "suspended" });
    return err({ tag: found.value.length > 0 ? "suspended" : "code-refused" });
  }
  return open.length > 1 ? ok(await offerAccounts(deps, open)) : continueAs(deps, only, login.device);
}

const malformed = err({
  tag: "invalid-request" as const,
  errors: [{ path: "body.to", message: "is not an address that can be reached" }],
});

function isOpen({ status }: Account): boolean {
  return status !== "suspended" && status !== "disabled";
}

/** Each account of the address remembers it; nobody's addresses have no tenant to remember it in. */
async function noteRefusal(deps: IdentityDeps, index: Uint8Array, reason: CodeRefusal): Promise<void> {
  const found = await findAccounts(deps.db, index);
  if (!found.ok) throw new Error(`accounts: ${found.error.tag}`);
  const kind = reason === "locked" ? "code-locked" : "sign-in-refused";
  for (const account of found.value) noteSecurity(deps, account, kind, { reason: `code-${reason}` });
}

async function deliver(
  deps: IdentityDeps,
  { channel, name }: LoginName,
  index: Uint8Array,
  { challengeId, code }: { challengeId: string; code: string },
): Promise<void> {
  const found = await findAccounts(deps.db, index);
  if (!found.ok) throw new Error(`accounts: ${found.error.tag}`);
  if (!found.value.some(isOpen)) return;
  const text = `${code} is your Doorstep code. It is good for 5 minutes. Nobody from Doorstep will ever ask for it.`;
  const id = `code-${challengeId}`;
  const sent =
    channel === "sms" && isE164(name)
      ? await deps.messenger.sms({ id, to: name, text })
      : await deps.messenger.mail({ id, to: name, subject: "Your Doorstep code", text });
  if (!sent.ok) throw new Error(`message: ${sent.error.tag}`);
}
