import type { KnownCaller } from "../domain/caller.ts";
import { personIdOf } from "../domain/caller.ts";
import type { Failure } from "../domain/failure.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { readRefreshToken } from "../platform/refresh-token.ts";
import type { SignedIn } from "../protocol/api/auth.ts";
import type { Session } from "../protocol/api/sessions.ts";
import type { IdentityDeps } from "./identity-deps.ts";
import { noteSecurity } from "./note-security.ts";
import { signedIn } from "./sign-in.ts";

/** The next pair of tokens. Needs the person's object only, so it works while Postgres does not. */
export async function refreshSession(
  deps: IdentityDeps,
  token: string | undefined,
): Promise<Result<SignedIn & { refreshToken: string }, Failure>> {
  const read = token === undefined ? null : readRefreshToken(token);
  if (!read || token === undefined) return err({ tag: "session-ended" });
  const rotated = await deps.account(read.tenantId, read.personId).rotate(token);
  if (rotated.ok) return ok(await signedIn(deps, read, rotated));
  deps.log({ event: "session.refused", reason: rotated.reason });
  if (rotated.reason === "reuse") noteSecurity(deps, read, "refresh-reuse", { session: read.sessionId });
  return err({ tag: "session-ended" });
}

/** Whoever holds the session's token may end it; a token that is no good ends nothing and is told the same. */
export async function endByToken(deps: IdentityDeps, token: string | undefined): Promise<void> {
  const read = token === undefined ? null : readRefreshToken(token);
  if (!read || token === undefined) return;
  const account = deps.account(read.tenantId, read.personId);
  const rotated = await account.rotate(token);
  if (!rotated.ok) return;
  await account.endSession(rotated.sessionId);
  noteSecurity(deps, read, "sign-out", { session: rotated.sessionId });
}

export async function listSessions(deps: IdentityDeps): Promise<Result<{ items: Session[] }, Failure>> {
  const mine = ownAccount(deps);
  if (!mine.ok) return mine;
  const items = await mine.value.account.listSessions();
  return ok({
    items: items.map(({ sessionId, ...rest }) => ({
      ...rest,
      id: sessionId,
      current: sessionId === mine.value.sessionId,
    })),
  });
}

export async function endSession(deps: IdentityDeps, sessionId: string): Promise<Result<void, Failure>> {
  const mine = ownAccount(deps);
  if (!mine.ok) return mine;
  if (!(await mine.value.account.endSession(sessionId))) return err({ tag: "not-found" });
  noteSecurity(deps, mine.value, "sessions-ended", { session: sessionId });
  return ok(undefined);
}

/** The object of whoever asks; keys, links and strangers have none. */
export function ownAccount({ caller, account }: Pick<IdentityDeps, "caller" | "account">) {
  const personId = personIdOf(caller);
  if (personId === undefined || !hasSession(caller)) return err({ tag: "unauthenticated" as const });
  return ok({
    account: account(caller.tenantId, personId),
    sessionId: caller.sessionId,
    tenantId: caller.tenantId,
    personId,
  });
}

function hasSession(caller: IdentityDeps["caller"]): caller is Extract<KnownCaller, { sessionId: string }> {
  return "sessionId" in caller;
}
