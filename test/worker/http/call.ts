import { exports } from "cloudflare:workers";
import { Problem } from "../../../src/protocol/errors.ts";
import { contradiction } from "./contradiction.ts";

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

/** Sends a request to the Worker under test, and holds every answer to what the API's document says of it. */
export async function call(path: string, init?: RequestInit): Promise<Response> {
  const request = new Request(new URL(path, ORIGIN), init);
  const answer = await exports.default.fetch(request);
  const wrong = await contradiction(request, answer);
  if (wrong) throw new Error(wrong);
  return answer;
}

export function bearer({ accessToken }: { accessToken: string }): RequestInit {
  return { headers: { authorization: `Bearer ${accessToken}` } };
}

/** The code of a refusal. */
export async function codeOf(answer: Response): Promise<string> {
  return Problem.parse(await answer.json()).code;
}
