import { err, ok } from "../../domain/result.ts";
import type { MessageError, Sent } from "./messenger.ts";

/** Providers answer in under a second; nobody who signs in waits longer than this for an answer. */
const PROVIDER_TIMEOUT_MS = 5_000;
/** The longest wait that is still told on: one day. */
const RETRY_AFTER_MAX_SECONDS = 86_400;

export interface Post {
  readonly url: string;
  readonly id: string;
  readonly headers: Record<string, string>;
  readonly body: string | URLSearchParams;
  readonly timeoutMs?: number | undefined;
}

/** One attempt. Of the answer only the status is used: its body repeats addresses and texts. */
export async function postMessage({ url, id, headers, body, timeoutMs = PROVIDER_TIMEOUT_MS }: Post): Promise<Sent> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { ...headers, "Idempotency-Key": id },
      body,
      // A redirect would carry our credentials and somebody's address to wherever it points.
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMs),
    });
    await response.body?.cancel();
    return response.ok ? ok(undefined) : err(errorOf(response));
  } catch (error) {
    // fetch throws these two alone; a network error's text names hosts, and would name addresses in a URL.
    const timedOut = error instanceof Error && error.name === "TimeoutError";
    return err({ tag: "unreachable", reason: timedOut ? "timeout" : "network" });
  }
}

function errorOf({ status, headers }: Response): MessageError {
  if (status === 429) return { tag: "busy", status, retryAfterSeconds: secondsOf(headers.get("Retry-After")) };
  if (status >= 500 || status === 408 || status === 409) return { tag: "unreachable", reason: "status", status };
  const ours = status < 400 || status === 401 || status === 403 || status === 404 || status === 405;
  return { tag: ours ? "misconfigured" : "refused", status };
}

/** Undefined for a date, which the header may hold as well: then the caller waits as long as it thinks right. */
function secondsOf(header: string | null): number | undefined {
  return header !== null && /^\d{1,9}$/.test(header) ? Math.min(Number(header), RETRY_AFTER_MAX_SECONDS) : undefined;
}
