import { API_BASE } from "../../src/protocol/api/endpoint.ts";
import type { LiveTicket } from "../../src/protocol/api/live.ts";
import { createTrip, startTrip, Trip } from "../../src/protocol/api/trips.ts";
import { getRegionSnapshot } from "../../src/protocol/api/regions-live.ts";
import { type DriverId, type RegionId, type TenantId, UserId } from "../../src/protocol/ids.ts";
import type { LiveDriver } from "../../src/protocol/live/dispatch-down.ts";
import { type AccessSubject, issueAccessToken } from "../../src/platform/access-token.ts";
import { issueLiveTicket, LIVE_TICKET_SECONDS } from "../../src/platform/live-ticket.ts";
import type { SigningKeys } from "../../src/platform/signing-keys.ts";
import { LIVE_PROTOCOL } from "../../src/protocol/live/live-protocol.ts";
import { TICKET_PREFIX } from "../../src/protocol/live/ticket.ts";
import { uuidv7 } from "uuidv7";
import { wireId } from "../tenant-rows.ts";

const TIMEOUT_MS = 30_000;
const SECOND_MS = 1_000;
/** Longer than any run. */
const AUTH_MS = 60 * 60 * SECOND_MS;
/** No object of a person knows it: tokens are checked by their signature alone. */
const SESSION = "chaos";

export interface Place {
  readonly tenantId: TenantId;
  readonly regionId: RegionId;
}

export type Person =
  | { readonly role: "driver"; readonly id: DriverId }
  | { readonly role: "dispatcher" | "admin"; readonly id: UserId };

/**
 * The product's own API. Its callers sign in with tokens made by this run's signing key, because a thousand people who ask
 * for codes at once are what the limits of signing in are there to refuse.
 */
export class Api {
  readonly url: string;
  readonly #keys: SigningKeys;
  readonly #place: Place;

  constructor(url: string, keys: SigningKeys, place: Place) {
    this.url = url;
    this.#keys = keys;
    this.#place = place;
  }

  /** Goes on duty: the driver plans a trip without stops, and somebody at the desk begins it. */
  async openTrip(driverId: DriverId): Promise<Trip> {
    const { regionId } = this.#place;
    const planned = Trip.parse(await this.ask({ role: "driver", id: driverId }, createTrip, { regionId, driverId }));
    const path = startTrip.path.replace(":tripId", planned.id);
    return Trip.parse(await this.ask(someDispatcher(), { ...startTrip, path }));
  }

  /** Everybody in the region, as somebody who opens the map now would see it. */
  async region(): Promise<LiveDriver[]> {
    const path = getRegionSnapshot.path.replace(":regionId", this.#place.regionId);
    const answer = await this.ask(someDispatcher(), { ...getRegionSnapshot, path });
    return getRegionSnapshot.output.parse(answer).drivers;
  }

  /** As the API itself would answer, with the socket's path. */
  async ticket({ role, id }: Person, place: Trip["id"] | RegionId): Promise<LiveTicket> {
    const now = Date.now();
    const { tenantId } = this.#place;
    const authUntil = now + AUTH_MS;
    const who = { personId: id, tenantId, sessionId: SESSION, role, storeCode: null };
    const ticket = await issueLiveTicket(this.#keys, { ...who, place, native: true, authUntil }, now);
    return {
      ticket,
      path: role === "driver" ? "/ws/driver" : `/ws/region/${place}`,
      protocols: [LIVE_PROTOCOL, TICKET_PREFIX + ticket],
      expiresAt: now + LIVE_TICKET_SECONDS * SECOND_MS,
      authUntil,
    };
  }

  token({ role, id }: Person): Promise<string> {
    const profile: AccessSubject["profile"] = { role, storeCode: null, regionIds: null };
    const { tenantId } = this.#place;
    return issueAccessToken(this.#keys, { tenantId, personId: id, sessionId: SESSION, profile }, Date.now());
  }

  /** What `fetch` needs so that this person asks. */
  async asPerson(person: Person, method: string, body?: object) {
    return {
      method: method.toUpperCase(),
      headers: { authorization: `Bearer ${await this.token(person)}`, "content-type": "application/json" },
      body: body === undefined ? null : JSON.stringify(body),
    };
  }

  async ask(
    person: Person,
    { method, path }: { readonly method: string; readonly path: string },
    body?: object,
  ): Promise<unknown> {
    const init = await this.asPerson(person, method, body);
    const answer = await fetch(this.url + API_BASE + path, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${(await answer.text()).slice(0, 300)}`);
    return answer.json();
  }
}

/** Another one each time: a thousand trips would be too much for one desk's limit. */
export function someDispatcher(): Person {
  return someStaff("dispatcher");
}

export function someStaff(role: "dispatcher" | "admin"): Person {
  return { role, id: UserId.parse(wireId("usr", uuidv7())) };
}
