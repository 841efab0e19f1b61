/** The server gives up on its own parts well before this. */
const TIMEOUT_MS = 15_000;
const SECOND_MS = 1000;
const UNAUTHORIZED = 401;

export interface HttpAsk {
  readonly method: "GET" | "POST" | "PUT";
  /** Below the base address, with a leading slash. */
  readonly path: string;
  readonly body?: unknown;
  /** What is known already: the answer is 304 when it has not changed. */
  readonly etag?: string | null;
}

export interface HttpReply {
  readonly status: number;
  readonly etag: string | null;
  readonly retryAfterMs: number | null;
  /** Undefined when there was none, or not in JSON. */
  readonly body: unknown;
}

/** Null: no answer came. */
export type Http = (ask: HttpAsk) => Promise<HttpReply | null>;

export interface Bearer {
  readonly token: () => string | null;
  /** The token is refused: another one may be had. */
  readonly renew: () => Promise<unknown>;
}

/** Without a bearer for what anybody may read who knows the address. `send` is the network: a simulated phone has its own. */
export function fetchHttp(baseUrl: string, bearer: Bearer | null, send: typeof fetch = fetch): Http {
  const once = async ({ method, path, body, etag }: HttpAsk): Promise<HttpReply | null> => {
    const headers = new Headers();
    const token = bearer?.token() ?? null;
    if (token !== null) headers.set("authorization", `Bearer ${token}`);
    if (body !== undefined) headers.set("content-type", "application/json");
    if (etag) headers.set("if-none-match", etag);
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const text = body === undefined ? null : JSON.stringify(body);
    // A request that carries positions must outlive the page that sent it; 200 fixes are half of what may.
    const init = { method, headers, signal, body: text, keepalive: text !== null };
    try {
      return await read(await send(baseUrl + path, { ...init, cache: "no-store" }));
    } catch {
      // fetch throws for one reason: there was no answer.
      return null;
    }
  };
  return async (ask) => {
    const reply = await once(ask);
    if (reply?.status !== UNAUTHORIZED || !bearer) return reply;
    await bearer.renew();
    return once(ask);
  };
}

async function read(response: Response): Promise<HttpReply> {
  const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
  return {
    status: response.status,
    etag: response.headers.get("etag"),
    retryAfterMs: Number.isFinite(seconds) ? seconds * SECOND_MS : null,
    body: await bodyOf(response),
  };
}

async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
