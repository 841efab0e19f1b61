import type { IdentityDeps } from "./identity-deps.ts";

/** What opening a tracking link needs. */
export interface LinkDeps extends Pick<IdentityDeps, "db" | "now" | "hmacKey" | "log" | "later" | "requestId"> {
  /** The caller's network, a /24 or a /64. */
  readonly ipPrefix: string;
  /** The network's exact bucket of links that open nothing. */
  readonly linkMisses: {
    take(network: string): Promise<{ ok: true } | { ok: false; retryAfterSeconds: number }>;
    giveBack(network: string): Promise<void>;
  };
}
