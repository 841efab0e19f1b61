import "./schema-setup.ts";
import type * as z from "zod";
import { backoffSeconds } from "../../domain/backoff.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import type { Endpoint } from "../../protocol/api/endpoint.ts";
import { Problem } from "../../protocol/errors.ts";
import { type ApiRequest, type Parts, toRequest } from "./api-request.ts";

/** `offline`: no answer came. `unreadable`: what came is not what the contract says. */
export type Refusal =
  | (Problem & { readonly retryAfterSeconds?: number })
  | { readonly code: "offline" }
  | { readonly code: "unreadable" };

export type Answer<E extends Endpoint> = Result<z.output<E["output"]>, Refusal>;

/** The server gives up on its own parts well before this; without an end, a lost connection would look like a slow one. */
const TIMEOUT_MS = 15_000;
/** Three waits of together at most seven seconds bridge a lift or a change of network; who still waits wants to know. */
const RETRIES = 3;
const RETRY_CAP_SECONDS = 4;

/** One request as it is, with this token or with none. */
export async function exchange<E extends Endpoint>(
  endpoint: E,
  parts: Parts,
  token: string | null,
): Promise<Answer<E>> {
  const request = toRequest(endpoint, parts);
  // Anything but a read may have happened although its answer was lost, so whoever asked decides about a second one.
  const response = await send(request, token, endpoint.method === "get" ? RETRIES : 0);
  if (!response) return err({ code: "offline" });
  const body = await bodyOf(response);
  if (!response.ok && !Object.hasOwn(endpoint.alsoStatus ?? {}, response.status)) return err(refusalOf(response, body));
  const output: E["output"] = endpoint.output;
  const parsed = output.safeParse(body);
  return parsed.success ? ok(parsed.data) : err({ code: "unreadable" });
}

async function send(request: ApiRequest, token: string | null, retries: number): Promise<Response | null> {
  const { url, method, body, headers: own } = request;
  for (let attempt = 0; ; attempt++) {
    try {
      const headers = new Headers(own.map(([name, value]): [string, string] => [name, value]));
      if (body !== null) headers.set("content-type", "application/json");
      if (token !== null) headers.set("authorization", `Bearer ${token}`);
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      return await fetch(url, { method, headers, body, cache: "no-store", signal });
    } catch {
      // fetch throws for one reason: there was no answer.
      if (attempt === retries) return null;
      await wait(backoffSeconds(attempt, RETRY_CAP_SECONDS, Math.random()));
    }
  }
}

/** Undefined when it is not JSON or broke off: then no schema takes it. */
async function bodyOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}

function refusalOf(response: Response, body: unknown): Refusal {
  const problem = Problem.safeParse(body);
  if (!problem.success) return { code: "unreadable" };
  const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
  return Number.isFinite(seconds) ? { ...problem.data, retryAfterSeconds: seconds } : problem.data;
}

function wait(seconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, seconds * 1000);
  });
}
