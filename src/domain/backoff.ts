/** Exponential from two seconds, at most `capSeconds`, spread over its upper half so that retries do not come together. */
export function backoffSeconds(attempt: number, capSeconds: number, random: number): number {
  const whole = Math.min(capSeconds, 2 ** attempt);
  return Math.round(whole / 2 + (whole / 2) * random);
}
