import { err, ok } from "../../domain/result.ts";
import { fetchWithin, retryAfterOf } from "../outbound/fetch-within.ts";
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
  const init = { method: "POST", headers: { ...headers, "Idempotency-Key": id }, body, timeoutMs };
  const sent = await fetchWithin(url, init, async (response): Promise<Sent> => {
    await response.body?.cancel();
    return response.ok ? ok(undefined) : err(errorOf(response));
  });
  return sent.ok ? sent.value : sent;
}

function errorOf(response: Response): MessageError {
  const { status } = response;
  if (status === 429) return { tag: "busy", status, retryAfterSeconds: boundedWait(response) };
  if (status >= 500 || status === 408 || status === 409) return { tag: "unreachable", reason: "status", status };
  const ours = status < 400 || status === 401 || status === 403 || status === 404 || status === 405;
  return { tag: ours ? "misconfigured" : "refused", status };
}

function boundedWait(response: Response): number | undefined {
  const seconds = retryAfterOf(response);
  return seconds && Math.min(seconds, RETRY_AFTER_MAX_SECONDS);
}
