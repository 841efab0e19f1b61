import type { Operation } from "./reference.ts";

export type RequestPlan = {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
};

export type Filled = {
  /** By `in:name`, as the reader typed them; empty means not given. */
  readonly values: Readonly<Record<string, string>>;
  readonly body: string;
  readonly token: string;
};

/** What the form's values mean as a request. A path part that is not filled in keeps its `{name}`. */
export function planRequest(operation: Operation, origin: string, { values, body, token }: Filled): RequestPlan {
  let path = operation.path;
  const query = new URLSearchParams();
  const headers: Record<string, string> = {};
  for (const { in: place, name } of operation.parameters) {
    const value = values[fieldKey(place, name)] ?? "";
    if (value === "") continue;
    if (place === "path") path = path.replace(`{${name}}`, encodeURIComponent(value));
    if (place === "query") query.append(name, value);
    if (place === "header") headers[name.toLowerCase()] = value;
  }
  const sent = body.trim() === "" ? null : operation.body;
  if (sent) headers["content-type"] = sent.type;
  if (token !== "") headers["authorization"] = `Bearer ${token}`;
  const url = origin + path + (query.size > 0 ? `?${query}` : "");
  return { method: operation.method.toUpperCase(), url, headers, body: sent && body };
}

export function fieldKey(place: string, name: string): string {
  return `${place}:${name}`;
}

/** The request as a command for a POSIX shell. */
export function toCurl({ method, url, headers, body }: RequestPlan): string {
  const parts = [method === "GET" ? `curl ${quoted(url)}` : `curl -X ${method} ${quoted(url)}`];
  for (const [name, value] of Object.entries(headers)) parts.push(`-H ${quoted(`${name}: ${value}`)}`);
  if (body !== null) parts.push(`--data ${quoted(body)}`);
  return parts.join(" \\\n  ");
}

/** Inside single quotes a shell reads everything as it stands, except the single quote itself. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
