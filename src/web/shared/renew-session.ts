import { err, ok, type Result } from "../../domain/result.ts";
import { refresh } from "../../protocol/api/sessions.ts";
import { type Refusal, exchange } from "./api-exchange.ts";
import { accessToken, enter, leave, session } from "./session.ts";

const LOCK = "doorstep-refresh";

/**
 * Changes the cookie's refresh token for a new access token, unless somebody did so since `stale` was in use.
 * One at a time in the whole browser: of two tabs that restore together, the slower one would otherwise present a token
 * that was replaced meanwhile, which to the server looks like a stolen one and ends the session.
 */
export async function renewSession(stale: string | null): Promise<Result<void, Refusal>> {
  return navigator.locks.request(LOCK, async () => {
    if (accessToken() !== stale) return ok(undefined);
    const answer = await exchange(refresh, { body: {} }, null);
    if (answer.ok) enter(answer.value);
    else if (isOver(answer.error)) leave({ ended: session.value.tag === "signed-in" });
    return answer.ok ? ok(undefined) : err(answer.error);
  });
}

function isOver({ code }: Refusal): boolean {
  return code === "session-ended" || code === "unauthenticated" || code === "suspended";
}
