import type { RequestPlan } from "./request-plan.ts";

export type Exchange =
  | {
      readonly tag: "answered";
      readonly status: string;
      readonly ok: boolean;
      readonly ms: number;
      readonly headers: readonly Header[];
      readonly body: string;
    }
  | { readonly tag: "unanswered"; readonly reason: string };
type Header = readonly [name: string, value: string];

/** Long enough for the slowest operation; without an end, a lost connection would look like a slow server. */
const TIMEOUT_MS = 30_000;

export async function sendRequest({ method, url, headers, body }: RequestPlan): Promise<Exchange> {
  const startedAt = performance.now();
  try {
    const response = await fetch(url, {
      method,
      headers,
      body,
      cache: "no-store",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await response.text();
    return {
      tag: "answered",
      status: `${response.status} ${response.statusText}`.trim(),
      ok: response.ok,
      ms: Math.round(performance.now() - startedAt),
      headers: [...response.headers],
      body: pretty(text),
    };
  } catch (error) {
    return { tag: "unanswered", reason: error instanceof Error ? error.message : String(error) };
  }
}

/** JSON with line breaks; anything else as it came. */
function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
