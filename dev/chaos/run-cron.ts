import type { Cron } from "../../src/protocol/jobs.ts";

/** As long as a round over all tenants may take. */
const TIMEOUT_MS = 120_000;
const EVERY_FEW_MINUTES: Cron = "*/5 * * * *";

/** Locally no clock starts it. Resolves when it is done. */
export async function runCron(url: string): Promise<void> {
  const search = new URLSearchParams({ cron: EVERY_FEW_MINUTES });
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const answer = await fetch(`${url}/cdn-cgi/local/scheduled?${search}`, { signal });
  const text = await answer.text();
  if (!answer.ok || text !== "ok") throw new Error(`the cron answered ${answer.status}: ${text.slice(0, 200)}`);
}
