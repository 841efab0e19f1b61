import type { z } from "zod";
import type { Action, Resource } from "../access.ts";
import type { ErrorCode } from "../errors.ts";
import type { LimitName } from "../limits.ts";

type Fields = Readonly<Record<string, z.ZodType>>;

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
  /** It is shown once: no `Idempotency-Key` has it said again. */
  secretAnswer?: true;
}

export const API_BASE = "/api/v1";
/** The requirements name their paths without a version too; both answer the same. */
export const API_ALIAS = "/api";

/** Keeps the literal types, so that a handler is checked against exactly this endpoint. */
export function endpoint<const E extends Endpoint>(value: E): E {
  return value;
}

export type InputOf<E extends Endpoint> = {
  [K in "params" | "query" | "headers" | "body" as E[K] extends z.ZodType ? K : never]: E[K] extends z.ZodType
    ? z.output<E[K]>
    : never;
};
export type OutputOf<E extends Endpoint> = z.input<E["output"]>;
