/** RFC 6238's own figure, and the only one that every authenticator app knows. */
export const TOTP_STEP_MS = 30_000;
/** One step to either side: clocks differ, and a code is typed while the next one begins. */
const WINDOW_STEPS = 1;

/** The steps whose codes are good now, oldest first. */
export function totpSteps(now: number): number[] {
  const current = Math.floor(now / TOTP_STEP_MS);
  return Array.from({ length: 2 * WINDOW_STEPS + 1 }, (_, index) => current - WINDOW_STEPS + index);
}

export type TotpJudgement =
  | { readonly verdict: "ok"; readonly lastStep: number }
  | { readonly verdict: "wrong" | "replayed" };

/** `matched` is the newest step whose code was given. A code that opened once, and every older one, opens no more. */
export function judgeTotp(lastStep: number, matched: number | null): TotpJudgement {
  if (matched === null) return { verdict: "wrong" };
  return matched > lastStep ? { verdict: "ok", lastStep: matched } : { verdict: "replayed" };
}
