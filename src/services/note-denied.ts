import { actorOf, type Caller } from "../domain/caller.ts";
import { type Log, logError } from "../platform/log.ts";
import { recordSecurityEvent, type SecurityLogDeps } from "./security-log.ts";

interface DeniedDeps extends SecurityLogDeps {
  readonly caller: Caller;
  readonly log: Log;
  readonly later: (work: Promise<unknown>) => void;
}

/** Remembers who asked for what their role never allows, without keeping them waiting. Limits hold back how often. */
export function noteDenied(deps: DeniedDeps, operation: string): void {
  const { caller } = deps;
  if (caller.kind === "nobody") return;
  const write = async () => {
    const note = { kind: "access-denied", actor: actorOf(caller), detail: { operation } } as const;
    const written = await recordSecurityEvent(deps, caller.tenantId, note);
    if (!written.ok) throw new Error(`security event access-denied: ${written.error.tag}`);
  };
  deps.later(write().catch((error: unknown) => logError(deps.log, "noting a refusal", error)));
}
