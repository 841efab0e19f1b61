import type { Method, OpenApiDocument, Parameter } from "./open-api.ts";
import { METHODS } from "./open-api.ts";
import type { Schema } from "./schema.ts";

type Body = { readonly type: string; readonly schema: Schema };
export type Answer = { readonly status: string; readonly description: string; readonly body: Body | null };

export type Operation = {
  readonly id: string;
  readonly method: Method;
  readonly path: string;
  readonly tag: string | null;
  readonly summary: string;
  readonly description: string | null;
  readonly deprecated: boolean;
  readonly parameters: readonly Parameter[];
  readonly body: (Body & { readonly required: boolean }) | null;
  readonly answers: readonly Answer[];
};

/** The document, turned into what the page shows: operations in the order of the document, schemas by reference. */
export type Reference = {
  readonly title: string;
  readonly version: string;
  readonly description: string | null;
  readonly operations: readonly Operation[];
  readonly takesToken: boolean;
  /** The schema that a `$ref` means, with its name; undefined for one that the document does not have. */
  readonly lookUp: (ref: string) => { readonly name: string; readonly schema: Schema } | undefined;
};

type Item = NonNullable<OpenApiDocument["paths"][string][Method]>;
type Content = Item["responses"][string]["content"];

const SCHEMAS = "#/components/schemas/";

export function toReference({ info, paths, components }: OpenApiDocument): Reference {
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const found = item[method];
      return found ? [toOperation(method, path, found)] : [];
    }),
  );
  return {
    title: info.title,
    version: info.version,
    description: info.description ?? null,
    operations,
    takesToken: Object.keys(components.securitySchemes).length > 0,
    lookUp: (ref) => {
      const name = ref.replace(SCHEMAS, "");
      const schema = components.schemas[name];
      return schema && { name, schema };
    },
  };
}

function toOperation(method: Method, path: string, item: Item): Operation {
  const body = firstBody(item.requestBody?.content);
  return {
    id: item.operationId,
    method,
    path,
    tag: item.tags[0] ?? null,
    summary: item.summary || item.operationId,
    description: item.description ?? null,
    deprecated: item.deprecated,
    parameters: item.parameters,
    body: body && { ...body, required: item.requestBody?.required ?? false },
    answers: Object.entries(item.responses).map(([status, { description, content }]) => ({
      status,
      description,
      body: firstBody(content),
    })),
  };
}

function firstBody(content: Content): Body | null {
  const [first] = Object.entries(content ?? {});
  return first ? { type: first[0], schema: first[1].schema ?? {} } : null;
}

export type Group = { readonly tag: string | null; readonly operations: readonly Operation[] };

/** Operations that hold every word of the query in their name, path, method, tag or summary; by tag. */
export function findOperations(operations: readonly Operation[], query: string): Group[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const groups = new Map<string | null, Operation[]>();
  for (const operation of operations) {
    const { id, method, path, tag, summary } = operation;
    const text = [id, method, path, tag ?? "", summary].join(" ").toLowerCase();
    if (words.every((word) => text.includes(word))) groups.set(tag, [...(groups.get(tag) ?? []), operation]);
  }
  return [...groups].map(([tag, found]) => ({ tag, operations: found }));
}
