import * as z from "zod";
import { ROUTES } from "../../../src/http/app.ts";
import { openApi } from "../../../src/http/openapi.ts";
import { API_ALIAS, API_BASE, type Endpoint } from "../../../src/protocol/api/endpoint.ts";
import { Problem, PROBLEM_TYPE } from "../../../src/protocol/errors.ts";

const Answer = z.object({ description: z.string(), content: z.record(z.string(), z.unknown()).optional() });
type Answer = z.infer<typeof Answer>;
const Document = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.object({ responses: z.record(z.string(), Answer) }))),
});

interface Documented {
  readonly endpoint: Endpoint;
  readonly method: string;
  readonly path: RegExp;
  readonly answers: Readonly<Record<string, Answer>>;
}

const endpoints = ROUTES.map(({ endpoint }) => endpoint);
const { paths } = Document.parse(openApi(endpoints));
/** In the order in which the app looks for them. */
const DOCUMENTED = endpoints.map((endpoint): Documented => {
  const { method, unversioned } = endpoint;
  const path = (unversioned ? "" : API_BASE) + endpoint.path;
  const places = (unversioned ? [""] : [API_BASE, API_ALIAS]).map((base) => base + endpoint.path);
  return {
    endpoint,
    method: method.toUpperCase(),
    path: new RegExp(
      `^(?:${places
        .join("|")
        .replaceAll(".", String.raw`\.`)
        .replace(/:\w+/g, "[^/]+")})$`,
    ),
    answers: paths[path.replace(/:(\w+)/g, "{$1}")]?.[method]?.responses ?? {},
  };
});

/** How an answer differs from what the API's document says of it; undefined where it does not, or knows no such path. */
export async function contradiction({ method, url }: Request, answer: Response): Promise<string | undefined> {
  const { pathname } = new URL(url);
  const documented = DOCUMENTED.find((one) => one.method === method && one.path.test(pathname));
  if (!documented) return undefined;
  const { status } = answer;
  const type = answer.headers.get("content-type");
  // Of files the type says enough; they may be large, and are no text.
  const body = type?.includes("json") && !type.includes("ndjson") ? await answer.clone().text() : "";
  const wrong = differs(documented, { status, type, body, isEmpty: answer.body === null });
  return wrong && `${documented.endpoint.operationId} answered ${status} ${wrong}: ${body.slice(0, 500)}`;
}

interface Said {
  readonly status: number;
  readonly type: string | null;
  readonly body: string;
  readonly isEmpty: boolean;
}

function differs({ endpoint, answers }: Documented, { status, type, body, isEmpty }: Said): string | undefined {
  const answer = answers[status];
  if (!answer) return "which is not documented";
  const { content } = answer;
  if (!content) return isEmpty ? undefined : "with a body, and none is documented";
  if (!type || !namesOf(type).some((name) => Object.hasOwn(content, name)))
    return `as ${type}, which is not documented`;
  if (mediaTypeOf(type) === PROBLEM_TYPE) return problemDiffers(answer, status, body);
  return endpoint.mediaType === undefined ? bodyDiffers(endpoint.output, body) : undefined;
}

function mediaTypeOf(contentType: string): string {
  return contentType.replace(/\s*;.*$/, "");
}

/** Itself, and any of its kind. */
function namesOf(contentType: string): string[] {
  const type = mediaTypeOf(contentType);
  return [type, type.replace(/\/.*$/, "/*")];
}

function problemDiffers({ description }: Answer, status: number, body: string): string | undefined {
  const wrong = bodyDiffers(Problem, body);
  if (wrong) return wrong;
  const { code, status: said } = Problem.parse(JSON.parse(body));
  if (said !== status) return `and says ${said}`;
  return description.includes(`${code}: `) ? undefined : `with ${code}, which is not documented`;
}

function bodyDiffers(schema: z.ZodType, body: string): string | undefined {
  const sent: unknown = JSON.parse(body);
  const read = schema.safeParse(sent);
  if (!read.success) return `with another body than documented (${z.prettifyError(read.error)})`;
  // A schema that is not strict leaves out what it does not know, and the text becomes shorter by it.
  const left = JSON.stringify(read.data).length;
  return left === JSON.stringify(sent).length ? undefined : "with something that its schema does not know";
}
