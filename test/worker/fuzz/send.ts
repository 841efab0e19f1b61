import type { FuzzRequest } from "../../../dev/fuzz/requests.ts";
import type { PersonId } from "../../../src/domain/caller.ts";
import type { PersonRole } from "../../../src/protocol/account.ts";
import { driverToken, userToken } from "../access/identities.ts";
import type { Place } from "../access/place.ts";
import { call } from "../http/call.ts";
import { newNetwork } from "../http/person.ts";
import { addMember } from "../services/people-fixture.ts";
import { newDuty } from "./rounds.ts";

/** Who sends a request. */
export interface Sender {
  readonly headers: Record<string, string>;
  /** Undefined for a stranger. */
  readonly person: { readonly id: PersonId; readonly role: PersonRole } | undefined;
}

/** The tightest limit is thirty a minute: nobody asks so often that only limits would be tested. */
const REQUESTS_EACH = 20;

type Role = PersonRole | undefined;

const ROLES: readonly Role[] = ["admin", "dispatcher", "driver", "store", undefined];

/** Senders of every kind in turn, real ones, and most often those that the operation is for: more of their requests get through. */
export function* sendersOf(place: Place, first: PersonRole): Generator<() => Promise<Sender>> {
  const roles = [first, first, ...ROLES];
  for (let turn = 0; ; turn++) {
    let made: Promise<Sender> | undefined;
    const role = roles[turn % roles.length];
    const sender = () => (made ??= newSender(place, role));
    for (let asked = 0; asked < REQUESTS_EACH; asked++) yield sender;
  }
}

async function newSender(place: Place, role: Role): Promise<Sender> {
  const network = { "cf-connecting-ip": newNetwork() };
  if (role === undefined) return { headers: network, person: undefined };
  const { id, token } = await newPerson(place, role);
  return { headers: { ...network, authorization: `Bearer ${token}` }, person: { id, role } };
}

async function newPerson(place: Place, role: PersonRole): Promise<{ id: PersonId; token: string }> {
  if (role === "driver") {
    const { driverId: id } = await newDuty(place);
    return { id, token: await driverToken(place.tenantId, id) };
  }
  const member = await addMember(place.tenant, role);
  return { id: member.userId, token: await userToken(member) };
}

export async function send(method: string, request: FuzzRequest, { headers }: Sender): Promise<Response> {
  const type = request.contentType !== undefined && { "content-type": request.contentType };
  const body = request.body !== undefined && { body: request.body };
  return call(request.path, { method, headers: { ...headers, ...type }, ...body });
}
