import * as fc from "fast-check";
import { contentTypes, nastySegments, nastyStrings, nastyValues, rawBodies } from "./bad-values.ts";
import { type Knowledge, type Schema, valuesOf } from "./schema-values.ts";

interface Parameter {
  readonly name: string;
  readonly in: "path" | "query";
  readonly required: boolean;
  readonly schema: Schema;
}

export interface Operation {
  readonly operationId: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly content: { readonly "application/json": { readonly schema: Schema } } };
  readonly responses: Readonly<Record<string, unknown>>;
}

export interface FuzzRequest {
  /** Passes the document's schemas in every part. */
  readonly valid: boolean;
  readonly path: string;
  /** The path may lead anywhere. */
  readonly strayed: boolean;
  readonly contentType: string | undefined;
  readonly body: string | undefined;
}

/** How an operation's body is written, if it reads one. */
interface Form {
  readonly contentType: string;
  readonly write: (body: unknown) => string;
}

interface Parts {
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** Out of ten requests. */
const VALID_OF_TEN = 6;
const JSON_TYPE = "application/json";
const TEXT_TYPE = "text/plain";

/** Requests of one operation: most pass its schemas, the others are wrong in one way each. */
export function requestsOf(template: string, operation: Operation, knowledge: Knowledge): fc.Arbitrary<FuzzRequest> {
  const sound = soundParts(operation, knowledge);
  const form = formOf(operation, knowledge);
  const written = (path: string, parts: Parts) => write(path, parts, form);
  const valid = sound.map((parts) => written(template, parts));
  const wrong = [
    ...(form ? wrongBodies(sound, (parts) => written(template, parts)) : []),
    ...operation.parameters
      .filter((parameter) => parameter.in === "path")
      .map(({ name }) =>
        strayPaths(sound, (parts, segment) =>
          written(
            template.replace(`{${name}}`, () => segment),
            parts,
          ),
        ),
      ),
    wrongQueries(sound, (parts) => written(template, parts), operation),
  ];
  const broken = fc.oneof(...wrong).map((request) => ({ ...request, valid: false }));
  return fc.oneof({ weight: VALID_OF_TEN, arbitrary: valid }, { weight: 10 - VALID_OF_TEN, arbitrary: broken });
}

function formOf({ requestBody }: Operation, { texts }: Knowledge): Form | undefined {
  if (requestBody) return { contentType: JSON_TYPE, write: (body) => JSON.stringify(body) };
  return texts && { contentType: TEXT_TYPE, write: String };
}

function soundParts({ parameters, requestBody }: Operation, knowledge: Knowledge): fc.Arbitrary<Parts> {
  const of = (place: Parameter["in"]) => {
    const here = parameters.filter((parameter) => parameter.in === place);
    const values = here.map(({ name, schema }) => [name, valuesOf(schema, knowledge, name).map(String)] as const);
    return fc.record(Object.fromEntries(values), {
      requiredKeys: here.filter(({ required }) => required).map(({ name }) => name),
    });
  };
  const text = knowledge.texts ?? fc.constant(undefined);
  const body = requestBody ? valuesOf(requestBody.content[JSON_TYPE].schema, knowledge) : text;
  return fc.record({ path: of("path"), query: of("query"), body });
}

function write(template: string, { path, query, body }: Parts, form: Form | undefined): FuzzRequest {
  const filled = template.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent((path[name] ?? "").toWellFormed()),
  );
  const search = new URLSearchParams(query).toString();
  return {
    valid: true,
    path: search ? `${filled}?${search}` : filled,
    strayed: false,
    contentType: form?.contentType,
    body: form?.write(body),
  };
}

type Write = (parts: Parts) => FuzzRequest;

function wrongBodies(sound: fc.Arbitrary<Parts>, written: Write): fc.Arbitrary<FuzzRequest>[] {
  const text = (body: fc.Arbitrary<string>) =>
    fc.tuple(sound, body).map(([parts, raw]) => ({ ...written(parts), body: raw }));
  const changed = fc.tuple(sound, fc.nat(), nastyValues, fc.constantFrom("replace", "drop", "add" as const));
  return [
    text(rawBodies),
    text(nastyValues.map((value) => JSON.stringify(value))),
    fc.tuple(sound, contentTypes).map(([parts, contentType]) => ({ ...written(parts), contentType })),
    changed.map(([parts, pick, value, how]) => written({ ...parts, body: spoil(parts.body, pick, value, how) })),
  ];
}

/** One field, at whatever depth the pick leads to, replaced, left out or joined by a stranger. */
function spoil(body: unknown, pick: number, value: unknown, how: string): unknown {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return value;
  const entries: [string, unknown][] = Object.entries(body);
  const at = pick % (entries.length + 1);
  const chosen = entries[at];
  if (how === "add" || !chosen) return { ...body, [`extra${pick}`]: value };
  const [name, inner] = chosen;
  if (typeof inner === "object" && inner !== null && pick % 2 === 0)
    return { ...body, [name]: spoil(inner, Math.floor(pick / 2), value, how) };
  return Object.fromEntries(
    entries.flatMap((entry) => (entry !== chosen ? [entry] : how === "drop" ? [] : [[name, value]])),
  );
}

function strayPaths(
  sound: fc.Arbitrary<Parts>,
  written: (parts: Parts, segment: string) => FuzzRequest,
): fc.Arbitrary<FuzzRequest> {
  return fc.tuple(sound, nastySegments).map(([parts, segment]) => ({ ...written(parts, segment), strayed: true }));
}

function wrongQueries(
  sound: fc.Arbitrary<Parts>,
  written: Write,
  { parameters }: Operation,
): fc.Arbitrary<FuzzRequest> {
  const names = [
    ...parameters.filter((parameter) => parameter.in === "query").map(({ name }) => name),
    "extra",
    "__proto__",
  ];
  const value = nastyStrings.map((text) => text.slice(0, 2_000).toWellFormed());
  return fc.tuple(sound, fc.constantFrom(...names), value).map(([parts, name, text]) => {
    const request = written(parts);
    return {
      ...request,
      path: `${request.path}${request.path.includes("?") ? "&" : "?"}${name}=${encodeURIComponent(text)}`,
    };
  });
}
