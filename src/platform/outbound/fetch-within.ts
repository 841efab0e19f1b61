import { err, ok, type Result } from "../../domain/result.ts";

interface NoAnswer {
  readonly tag: "unreachable";
  readonly reason: "timeout" | "network";
}

/** One request to somebody else's service, with its answer read whole by `read` within the time. */
export async function fetchWithin<Value>(
  url: string,
  { timeoutMs, ...init }: RequestInit & { readonly timeoutMs: number },
  read: (response: Response) => Promise<Value>,
): Promise<Result<Value, NoAnswer>> {
  try {
    // A redirect would carry credentials and addresses to wherever it points.
    const response = await fetch(url, { ...init, redirect: "manual", signal: AbortSignal.timeout(timeoutMs) });
    return ok(await read(response));
  } catch (error) {
    // fetch throws these two alone, and so does reading a body that breaks off; a network error's text names hosts.
    const timedOut = error instanceof Error && error.name === "TimeoutError";
    return err({ tag: "unreachable", reason: timedOut ? "timeout" : "network" });
  }
}

/** Undefined for a date, which the header may hold as well: then the caller waits as long as it thinks right. */
export function retryAfterOf({ headers }: Response): number | undefined {
  const header = headers.get("Retry-After");
  return header !== null && /^\d{1,9}$/.test(header) ? Number(header) : undefined;
}
