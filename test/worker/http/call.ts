import { exports } from "cloudflare:workers";

const ORIGIN = "http://doorstep.test";

/** Sends a request to the Worker under test. */
export async function call(path: string, init?: RequestInit): Promise<Response> {
  return exports.default.fetch(new Request(new URL(path, ORIGIN), init));
}
