import type * as z from "zod";
import { API_BASE, type Endpoint } from "../../protocol/api/endpoint.ts";

/** What an endpoint takes, before its schema has filled in defaults. */
export type CallInput<E extends Endpoint> = {
  [K in "params" | "query" | "headers" | "body" as E[K] extends z.ZodType ? K : never]: E[K] extends z.ZodType
    ? z.input<E[K]>
    : never;
};

/** Any endpoint's input, part by part. */
export type Parts = {
  readonly params?: unknown;
  readonly query?: unknown;
  readonly headers?: unknown;
  readonly body?: unknown;
};

export type ApiRequest = {
  readonly method: string;
  readonly url: string;
  /** The endpoint's own, such as `if-match`. */
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string | null;
};

export function toRequest(
  { method, path, unversioned }: Endpoint,
  { params, query, headers, body }: Parts,
): ApiRequest {
  const values = new Map(entries(params));
  const filled = path.replaceAll(/:(\w+)/g, (_all, name: string) => {
    const value = values.get(name);
    if (value === undefined) throw new Error(`No value for :${name} of ${path}`);
    return encodeURIComponent(value);
  });
  const search = new URLSearchParams(entries(query)).toString();
  return {
    method: method.toUpperCase(),
    url: (unversioned ? "" : API_BASE) + filled + (search === "" ? "" : `?${search}`),
    headers: entries(headers),
    body: body === undefined ? null : JSON.stringify(body),
  };
}

/** What is undefined stays out. In a path or a query there is nothing but texts, numbers and booleans. */
function entries(values: unknown): [string, string][] {
  return Object.entries(Object(values)).flatMap(([name, value]): [string, string][] => {
    if (value === undefined) return [];
    return [[name, typeof value === "string" ? value : JSON.stringify(value)]];
  });
}
