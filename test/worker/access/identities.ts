import { env } from "cloudflare:workers";
import type { Caller } from "../../../src/domain/caller.ts";
import { ACCESS_TOKEN_SECONDS, issueAccessToken } from "../../../src/platform/access-token.ts";
import { importSigningKeys } from "../../../src/platform/signing-keys.ts";
import { issueStepTicket } from "../../../src/platform/step-ticket.ts";
import type { DriverId, TenantId } from "../../../src/protocol/ids.ts";
import { valueOf } from "../services/people-fixture.ts";
import type { IdentityName } from "./expected-access.ts";
import type { Place } from "./place.ts";

type User = Extract<Caller, { kind: "user" }>;

const SECOND_MS = 1_000;
/** Past its life and the tolerance for clocks. */
const LONG_AGO_MS = (ACCESS_TOKEN_SECONDS + 60) * SECOND_MS;

const keys = valueOf(await importSigningKeys(env.SIGNING_KEYS));

/** What each identity sends as its bearer token. */
export async function tokensOf(a: Place, b: Place): Promise<Record<IdentityName, string | undefined>> {
  const ticketFor = { tenantId: a.tenantId, personId: a.admin.userId, purpose: "second-factor" as const };
  return {
    nobody: undefined,
    bad: "not.a.token",
    expired: await userToken(a.admin, Date.now() - LONG_AGO_MS),
    ticket: await issueStepTicket(keys, ticketFor, Date.now()),
    admin: await userToken(a.admin),
    dispatcher: await userToken(a.dispatcher),
    regional: await userToken({ ...a.regional, regionIds: [a.south] }),
    store: await userToken(a.store),
    store2: await userToken({ ...a.store, userId: a.clerk.userId, storeCode: "bakery" }),
    driver: await driverToken(a.tenantId, a.drivers[0]),
    driver2: await driverToken(a.tenantId, a.drivers[1]),
    suspended: await userToken(a.suspended),
    key: a.keys.fits,
    keyOther: a.keys.other,
    keyStore: a.keys.ofStore,
    adminB: await userToken(b.admin),
    storeB: await userToken(b.store),
    driverB: await driverToken(b.tenantId, b.drivers[0]),
    keyB: b.keys.fits,
    link: a.links.own,
    linkOther: a.links.other,
    linkExpired: a.links.expired,
    linkRevoked: a.links.revoked,
    linkB: b.links.own,
  };
}

export async function userToken(user: User, now = Date.now()): Promise<string> {
  const { tenantId, userId, sessionId, role, storeCode = null, regionIds = null } = user;
  return issueAccessToken(
    keys,
    { tenantId, personId: userId, sessionId, profile: { role, storeCode, regionIds } },
    now,
  );
}

export async function driverToken(tenantId: TenantId, driverId: DriverId): Promise<string> {
  const profile = { role: "driver" as const, storeCode: null, regionIds: null };
  return issueAccessToken(keys, { tenantId, personId: driverId, sessionId: "test", profile }, Date.now());
}
