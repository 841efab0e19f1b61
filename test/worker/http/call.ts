import { exports } from "cloudflare:workers";
import { Problem } from "../../../src/protocol/errors.ts";

/** What dev/seed.ts returns, named here because Node's types stop at that border. */
interface DemoLogin {
  tenant: string;
  role: string;
  login: string;
}

declare module "vitest" {
  interface ProvidedContext {
    /** The demo's people, to sign in as. */
    logins: DemoLogin[];
  }
}

const ORIGIN = "http://doorstep.test";

/** Sends a request to the Worker under test. */
export async function call(path: string, init?: RequestInit): Promise<Response> {
  return exports.default.fetch(new Request(new URL(path, ORIGIN), init));
}

export function bearer({ accessToken }: { accessToken: string }): RequestInit {
  return { headers: { authorization: `Bearer ${accessToken}` } };
}

/** The code of a refusal. */
export async function codeOf(answer: Response): Promise<string> {
  return Problem.parse(await answer.json()).code;
}
