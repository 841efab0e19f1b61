import { call } from "./call.ts";
import { newNetwork } from "./person.ts";

interface Sent {
  /** A text is sent as it is, anything else as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request in somebody's name, from a network of its own, such as `askAs(token, "PATCH /shipments/x", { body })`. */
export async function askAs(token: string, what: string, { body, headers }: Sent = {}): Promise<Response> {
  const [method = "", path = ""] = what.split(" ");
  const all = new Headers({ authorization: `Bearer ${token}`, "cf-connecting-ip": newNetwork() });
  if (body !== undefined) all.set("content-type", typeof body === "string" ? "text/csv" : "application/json");
  for (const [name, value] of Object.entries(headers ?? {})) all.set(name, value);
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return call(`/api/v1${path}`, { method, headers: all, ...(body !== undefined && { body: text }) });
}
