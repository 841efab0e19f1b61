import type { FuzzRequest } from "../../../dev/fuzz/requests.ts";
import { newRowId } from "../../../src/platform/new-row-id.ts";
import { driverToken, userToken } from "../access/identities.ts";
import type { Place } from "../access/place.ts";
import { call } from "../http/call.ts";
import { newNetwork } from "../http/person.ts";

/** The tightest limit is thirty a minute: nobody asks so often that only limits would be tested. */
const REQUESTS_EACH = 20;

/** Headers of callers of every kind in turn, admins most often: more of their requests get through. */
export function* callersOf(place: Place): Generator<() => Promise<Record<string, string>>> {
  const { tenantId, admin, dispatcher, store } = place;
  const roles = [
    () => userToken({ ...admin, userId: newRowId.user() }),
    () => userToken({ ...admin, userId: newRowId.user() }),
    () => userToken({ ...dispatcher, userId: newRowId.user() }),
    () => driverToken(tenantId, newRowId.driver()),
    () => userToken({ ...store, userId: newRowId.user() }),
    () => Promise.resolve(undefined),
  ];
  for (let turn = 0; ; turn++) {
    const make = roles[turn % roles.length];
    const network = newNetwork();
    const token = make?.();
    const headers = async (): Promise<Record<string, string>> => {
      const bearer = await token;
      return { "cf-connecting-ip": network, ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }) };
    };
    for (let asked = 0; asked < REQUESTS_EACH; asked++) yield headers;
  }
}

export async function send(method: string, request: FuzzRequest, caller: Record<string, string>): Promise<Response> {
  const headers = { ...caller, ...(request.contentType !== undefined && { "content-type": request.contentType }) };
  return call(request.path, { method, headers, ...(request.body !== undefined && { body: request.body }) });
}
