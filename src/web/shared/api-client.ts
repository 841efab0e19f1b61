import type { Endpoint } from "../../protocol/api/endpoint.ts";
import { type Answer, type Refusal, exchange } from "./api-exchange.ts";
import type { CallInput } from "./api-request.ts";
import { renewSession } from "./renew-session.ts";
import { accessToken } from "./session.ts";

/** Asks as whoever is signed in. An access token that ran out is renewed on the way, once. */
export async function callEndpoint<E extends Endpoint>(endpoint: E, input: CallInput<E>): Promise<Answer<E>> {
  const token = accessToken();
  const answer = await exchange(endpoint, input, token);
  if (answer.ok || token === null || !isTokenOver(answer.error)) return answer;
  const renewed = await renewSession(token);
  return renewed.ok ? exchange(endpoint, input, accessToken()) : renewed;
}

function isTokenOver({ code }: Refusal): boolean {
  return code === "unauthenticated" || code === "session-ended";
}
