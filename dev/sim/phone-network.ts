import { ACCESS_TOKEN_SECONDS } from "../../src/platform/access-token.ts";
import { API_BASE } from "../../src/protocol/api/endpoint.ts";
import { issueLiveTicket } from "../../src/protocol/api/live.ts";
import type { DriverId, TripId } from "../../src/protocol/ids.ts";
import { fetchHttp } from "../../src/web/shared/live/http.ts";
import type { Api } from "../chaos/api.ts";
import { socketFrom } from "../chaos/socket-from.ts";
import type { AppPhoneOptions } from "./phones/app-phone.ts";
import type { Network } from "./phones/radio.ts";

/** While less than this is left of a token's life it is no good for another request. */
const RENEW_BEFORE_MS = 60_000;
const SECOND_MS = 1_000;

/** A phone's own way to the server, from an address of its own. */
export function networkOf(address: string): Network {
  return {
    openSocket: socketFrom(address),
    fetch: (input, init) => {
      const headers = new Headers(init?.headers);
      headers.set("cf-connecting-ip", address);
      return fetch(input, { ...init, headers });
    },
  };
}

/** Signed in by this run's own hand: a hundred people who ask for codes at once are what sign-in refuses. */
export function signedIn(api: Api, driverId: DriverId, tripId: TripId): Pick<AppPhoneOptions, "http" | "renew"> {
  const person = { role: "driver" as const, id: driverId };
  let token: string | null = null;
  let goodUntil = 0;
  const renew = async (): Promise<void> => {
    token = await api.token(person);
    goodUntil = Date.now() + ACCESS_TOKEN_SECONDS * SECOND_MS - RENEW_BEFORE_MS;
  };
  return {
    renew,
    http: (send) => {
      const ask = fetchHttp(api.url, { token: () => token, renew }, send);
      return async (request) => {
        if (Date.now() > goodUntil) await renew();
        if (request.path !== API_BASE + issueLiveTicket.path) return ask(request);
        // A ticket is made out for a session, and a session begins with a code that somebody types in.
        const body = await api.ticket(person, tripId);
        return { status: issueLiveTicket.status, etag: null, retryAfterMs: null, body };
      };
    },
  };
}
