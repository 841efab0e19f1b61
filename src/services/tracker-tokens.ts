import type { TenantQueries } from "../db/client.ts";
import { findDriver } from "../db/drivers.ts";
import {
  addTrackerToken,
  countTrackerTokens,
  listTrackerTokens as readTrackerTokens,
  revokeTrackerToken as endTrackerToken,
  type TrackerTokenRow,
} from "../db/tracker-tokens.ts";
import { actorOf } from "../domain/caller.ts";
import type { Failure } from "../domain/failure.ts";
import { mayDriver } from "../domain/permissions.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { newRowId } from "../platform/new-row-id.ts";
import type { MadeTrackerToken, TrackerToken } from "../protocol/api/tracker-tokens.ts";
import type { DriverId, TrackerTokenId } from "../protocol/ids.ts";
import { dbFailure } from "./db-failure.ts";
import { knownCaller, type PeopleDeps } from "./people-desk.ts";
import type { RelyingParty } from "./relying-party.ts";
import { hashTrackerSecret, makeTrackerSecret } from "./tracker-secret.ts";

export interface TokenDeps extends Pick<PeopleDeps, "db" | "hmacKey" | "caller" | "requestId"> {
  readonly relyingParty: Pick<RelyingParty, "origin">;
}

/** A phone, a tablet, a vehicle's box, and their predecessors. More are forgotten ones. */
const GOOD_TOKENS_MAX = 10;
/** Years of new phones; what is older is of no use to anybody. */
const SHOWN_MAX = 50;

export async function createTrackerToken(
  deps: TokenDeps,
  driverId: DriverId,
  { name }: { readonly name: string },
): Promise<Result<MadeTrackerToken, Failure>> {
  const asked = await forDriver(deps, driverId);
  if (!asked.ok) return asked;
  const { tenant, actor } = asked.value;
  const good = await countTrackerTokens(tenant, driverId);
  if (!good.ok) return err(dbFailure(good.error));
  if (good.value >= GOOD_TOKENS_MAX) return err({ tag: "conflict" });
  const secret = makeTrackerSecret();
  const tokenHash = await hashTrackerSecret(deps.hmacKey, secret);
  const row = { id: newRowId.trackerToken(), driverId, name, tokenHash, createdBy: actor };
  const added = await addTrackerToken(tenant, row);
  if (!added.ok) return err(dbFailure(added.error));
  if (!added.value) throw new Error("a written token was not returned");
  const { origin } = deps.relyingParty;
  const osmAndUrl = `${origin}/osmand?id=${secret}`;
  return ok({ token: tokenView(added.value), secret, osmAndUrl, ownTracksUrl: `${origin}/owntracks` });
}

export async function listTrackerTokens(
  deps: TokenDeps,
  driverId: DriverId,
): Promise<Result<{ items: TrackerToken[] }, Failure>> {
  const asked = await forDriver(deps, driverId);
  if (!asked.ok) return asked;
  const found = await readTrackerTokens(asked.value.tenant, driverId, SHOWN_MAX);
  return found.ok ? ok({ items: found.value.map(tokenView) }) : err(dbFailure(found.error));
}

/** A token that is revoked already is not found: there is nothing left to take back. */
export async function revokeTrackerToken(
  deps: TokenDeps,
  driverId: DriverId,
  tokenId: TrackerTokenId,
): Promise<Result<TrackerToken, Failure>> {
  const asked = await forDriver(deps, driverId);
  if (!asked.ok) return asked;
  const revoked = await endTrackerToken(asked.value.tenant, { driverId, tokenId });
  if (!revoked.ok) return err(dbFailure(revoked.error));
  return revoked.value ? ok(tokenView(revoked.value)) : err({ tag: "not-found" });
}

/** Whoever may change the driver hands out and takes back its trackers; the driver is one of them. */
async function forDriver(
  deps: TokenDeps,
  driverId: DriverId,
): Promise<Result<{ tenant: TenantQueries; actor: string }, Failure>> {
  const known = knownCaller(deps);
  if (!known.ok) return known;
  const actor = actorOf(known.value);
  const tenant = deps.db.forTenant({ tenantId: known.value.tenantId, actor, requestId: deps.requestId });
  const driver = await findDriver(tenant, driverId);
  if (!driver.ok) return err(dbFailure(driver.error));
  if (!driver.value || !mayDriver(known.value, "update", { ...driver.value, driverId }))
    return err({ tag: "not-found" });
  return ok({ tenant, actor });
}

function tokenView({ tenantId: _tenant, ...shown }: TrackerTokenRow): TrackerToken {
  return shown;
}
