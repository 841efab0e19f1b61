import type { z } from "zod";
import type { Action, Resource } from "../access.ts";
import type { DeferredOperation } from "../deferred-write.ts";
import type { ErrorCode } from "../errors.ts";
import type { FactKind } from "../fact-kind.ts";
import type { LimitName } from "../limits.ts";

type Fields = Readonly<Record<string, z.ZodType>>;

/**
 * `critical`: calls for help, tracking, positions, what a driver does, signing in. `low`: reports, bulk work, downloads of
 * history. `normal`: everything else.
 */
export type Priority = "critical" | "normal" | "low";

type Method = "get" | "post" | "put" | "patch" | "delete";

/** One REST operation as a value: the server mounts it, the document describes it, browser and load scripts call it. */
export interface Endpoint {
  method: Method;
  /** Below /api/v1 (and /api), unless `unversioned`; parameters as `:name`. */
  path: `/${string}`;
  unversioned?: true;
  /** Anybody, or who may do this action to this kind of thing; the use case then asks about the very thing. */
  access: "public" | { readonly resource: Resource; readonly action: Action };
  /** Its row of the table of limits; `standard` unless said. */
  limit?: LimitName | "none";
  /** What goes first when there is too much to do. Nobody gets one by forgetting to say. */
  priority: Priority;
  operationId: string;
  tag: string;
  summary: string;
  description?: string;
  params?: z.ZodObject<Fields>;
  query?: z.ZodObject<Fields>;
  /** By their names in small letters. */
  headers?: z.ZodObject<Fields>;
  body?: z.ZodType;
  /** Status of success, and its body. */
  status: 200 | 201 | 202;
  output: z.ZodType;
  /** Of success, where it is no JSON: then the output is a text. */
  mediaType?: string;
  /** Other statuses that answer with the same body, each with its meaning: a health report that is also a 503. */
  alsoStatus?: Readonly<Record<number, string>>;
  /** What may go wrong besides what may always: invalid-request and internal. */
  errors: readonly ErrorCode[];
  /** For how long an answer may be given again while nothing that it is made of was changed. */
  keep?: { readonly seconds: number; readonly of: readonly FactKind[] };
  /** Done later where the database cannot take it now; answered with 202 and an outbox entry. */
  defer?: DeferredOperation;
  /** Its answer holds a secret, which no `Idempotency-Key` has said again: what comes of sending the request again. */
  secretAnswer?: string;
}

export const API_BASE = "/api/v1";
/** The requirements name their paths without a version too; both answer the same. */
export const API_ALIAS = "/api";

/** Keeps the literal types, so that a handler is checked against exactly this endpoint. */
export function endpoint<const E extends Endpoint>(value: E): E {
  return value;
}

/** Whoever has nothing to say about it may send no body at all. */
export function mayLackBody({ body }: Pick<Endpoint, "body">): boolean {
  return body?.safeParse(undefined).success ?? true;
}

export type InputOf<E extends Endpoint> = {
  [K in "params" | "query" | "headers" | "body" as E[K] extends z.ZodType ? K : never]: E[K] extends z.ZodType
    ? z.output<E[K]>
    : never;
};
export type OutputOf<E extends Endpoint> = z.input<E["output"]>;
