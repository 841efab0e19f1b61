import { createLog, logError } from "../log.ts";
import { breakerObject } from "../object-stubs.ts";
import { Upstream } from "../../protocol/breaker.ts";
import { UpstreamGate } from "./upstream-gate.ts";

type UpstreamGates = Readonly<Record<Upstream, UpstreamGate>>;

interface GateDeps {
  readonly now: () => number;
  readonly later: (work: Promise<unknown>) => void;
}

/** One for each service of somebody else's; whoever adds one adds its name to the protocol. */
export function upstreamGates(env: Pick<Env, "BREAKER">, deps: GateDeps): UpstreamGates {
  const { routing, sms, mail, cards } = Upstream.enum;
  return {
    routing: gateTo(env, routing, deps),
    sms: gateTo(env, sms, deps),
    mail: gateTo(env, mail, deps),
    cards: gateTo(env, cards, deps),
  };
}

function gateTo(env: Pick<Env, "BREAKER">, upstream: Upstream, { now, later }: GateDeps): UpstreamGate {
  const log = createLog({ requestId: upstream });
  return new UpstreamGate({
    desk: () => breakerObject(env, upstream),
    now,
    later,
    onTrouble: (error) => logError(log, `breaker of ${upstream}`, error),
  });
}
