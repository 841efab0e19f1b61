import type { PersonRole } from "../protocol/account.ts";
import type { SecondFactorMethod } from "../protocol/api/auth.ts";

/** What protects an account besides its address. */
export interface Factors {
  readonly totp: boolean;
  readonly passkeys: number;
  readonly recoveryLeft: number;
}

export type NextStep =
  | { readonly step: "done" }
  | { readonly step: "second-factor"; readonly methods: SecondFactorMethod[] }
  | { readonly step: "set-up-factor" };

/** Whoever can see or move everybody else has to hold a second factor. */
const FACTOR_REQUIRED: Record<PersonRole, boolean> = { admin: true, dispatcher: true, store: false, driver: false };

/** After a right code: a factor that is there is always asked for; one that is required and missing is set up first. */
export function stepAfterCode(role: PersonRole, { totp, passkeys, recoveryLeft }: Factors): NextStep {
  const methods: SecondFactorMethod[] = [];
  if (passkeys > 0) methods.push("passkey");
  if (totp) methods.push("totp");
  if (methods.length === 0) return { step: FACTOR_REQUIRED[role] ? "set-up-factor" : "done" };
  return { step: "second-factor", methods: recoveryLeft > 0 ? [...methods, "recovery"] : methods };
}

/** Whoever needs a second factor keeps one. Recovery codes do not count: they run out. */
export function mayRemovePasskey(role: PersonRole, { totp, passkeys }: Pick<Factors, "totp" | "passkeys">): boolean {
  return !FACTOR_REQUIRED[role] || totp || passkeys > 1;
}
