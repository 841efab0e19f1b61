import { err, ok, type Result } from "../../domain/result.ts";
import { fetchWithin, retryAfterOf } from "../outbound/fetch-within.ts";
import type { RoadError } from "./road-router.ts";

/** Whoever plans a trip waits for it; a routing service in the next room answers in 50 ms. */
const TIMEOUT_MS = 2_000;
/** Twenty legs through a city are 12 KB; what fills this is a way across a continent. */
const BODY_MAX_BYTES = 1024 * 1024;
const SERVER_ERROR = 500;
const TOO_MANY_REQUESTS = 429;

/** One question to a routing service. Both kinds say "no way" with a 4xx and a JSON body, which is an answer too. */
export async function fetchJson(
  url: string,
  init: RequestInit,
  timeoutMs = TIMEOUT_MS,
): Promise<Result<unknown, RoadError>> {
  const answer = await fetchWithin(url, { ...init, timeoutMs }, read);
  return answer.ok ? answer.value : answer;
}

async function read(response: Response): Promise<Result<unknown, RoadError>> {
  const { status } = response;
  const isAnswer = response.ok || (status >= 400 && status < SERVER_ERROR && status !== TOO_MANY_REQUESTS);
  if (isAnswer) return parse(await readBounded(response));
  await response.body?.cancel();
  const pauseSeconds = status === TOO_MANY_REQUESTS ? retryAfterOf(response) : undefined;
  return err({ tag: "unreachable", reason: "status", ...(pauseSeconds !== undefined && { pauseSeconds }) });
}

/** Null for a body beyond the bound; what is left of it is not read. */
async function readBounded(response: Response): Promise<string | null> {
  const decoder = new TextDecoder();
  let [text, bytes] = ["", 0];
  // A missing body is an empty one.
  for await (const part of response.body ?? []) {
    bytes += part.byteLength;
    if (bytes > BODY_MAX_BYTES) return null;
    text += decoder.decode(part, { stream: true });
  }
  return text + decoder.decode();
}

function parse(text: string | null): Result<unknown, RoadError> {
  if (text === null) return err({ tag: "too-large" });
  try {
    return ok(JSON.parse(text));
  } catch {
    return err({ tag: "malformed" });
  }
}
