import type { FuzzRequest, Operation } from "../../../dev/fuzz/requests.ts";
import type { Endpoint } from "../../../src/protocol/api/endpoint.ts";
import { type ErrorCode, Problem, PROBLEM_TYPE } from "../../../src/protocol/errors.ts";

/** Of a path that leads elsewhere: to nothing, or to what takes another method. */
const ELSEWHERE = [404, 405];

/** A line of a stack, a file of ours, a statement, or a pattern: nothing of these is for a client. */
const INSIDES =
  /\n\s+at |node_modules|\.tsx?:\d|\bselect\b.+\bfrom\b|\binsert into\b|sqlstate|drizzle|postgres|\(\?[:=!]|\\w|\[a-z|a-z0-9/i;

/** What is wrong with an answer; undefined for a good one. */
export async function complaint(
  { endpoint, operation }: { endpoint: Endpoint; operation: Operation },
  request: FuzzRequest,
  answer: Response,
): Promise<string | undefined> {
  const { status } = answer;
  const body = await answer.text();
  if (status >= 500) return `answered ${status}: ${body}`;
  const allowed = [...Object.keys(operation.responses).map(Number), ...(request.strayed ? ELSEWHERE : [])];
  if (!allowed.includes(status)) return `answered ${status}, which is not documented: ${body}`;
  if (status >= 400) return problemComplaint(request, answer, body);
  if (request.strayed) return undefined;
  const output = endpoint.output.safeParse(endpoint.mediaType === undefined ? JSON.parse(body) : body);
  return output.success ? undefined : `answered ${status} with another body than documented: ${body}`;
}

function problemComplaint(request: FuzzRequest, { headers, status }: Response, body: string): string | undefined {
  if (headers.get("content-type") !== PROBLEM_TYPE) return `answered ${status} as ${headers.get("content-type")}`;
  const problem = Problem.safeParse(JSON.parse(body));
  if (!problem.success || problem.data.status !== status) return `answered ${status} without a sound problem: ${body}`;
  if (status === 429 && !(Number(headers.get("retry-after")) > 0)) return "answered 429 without the time to wait";
  return INSIDES.test(withoutEcho(body, request)) ? `showed its insides: ${body}` : undefined;
}

/** A field that is not known is told back by its name, which the fuzzer may have taken from anywhere. */
function withoutEcho(body: string, { body: sent = "" }: FuzzRequest): string {
  const names = sent.match(/"(?:[^"\\]|\\.)*"(?=\s*:)/g) ?? [];
  return names
    .filter((name) => INSIDES.test(name))
    .reduce((left, name) => left.replaceAll(name.slice(1, -1), ""), body);
}

/** Refused for who asked or how often, before anything of the request was looked at: it says nothing of the request. */
const UNREAD: readonly ErrorCode[] = ["unauthenticated", "forbidden", "too-many-requests"];
/** Refused for its shape, or because it led to nothing. */
const LOST: readonly ErrorCode[] = [
  "invalid-request",
  "unsupported-media-type",
  "body-too-large",
  "method-not-allowed",
  "not-found",
];

export type Fate = "unread" | "lost" | "reached";

/** How far a request came: a success, or a refusal by the rules behind the door, is what fuzzing is for. */
export async function fateOf(answer: Response): Promise<Fate> {
  if (answer.ok) return "reached";
  const { code } = Problem.parse(await answer.json());
  if (UNREAD.includes(code)) return "unread";
  return LOST.includes(code) ? "lost" : "reached";
}
