import type { Failure } from "../domain/failure.ts";
import { maySos } from "../domain/permissions.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { glimpseOf, sosLinkLife } from "../domain/sos-link.ts";
import { logError } from "../platform/log.ts";
import type { SosGlimpse, SosLinkUse } from "../protocol/api/sos-links.ts";
import { type SosId, TenantId } from "../protocol/ids.ts";
import type { Sos, SosPlace } from "../protocol/sos.ts";
import type { LinkDeps } from "./link-deps.ts";
import type { LiveDeps } from "./live-deps.ts";
import { knownCaller } from "./people-desk.ts";
import { hashSosLinkToken } from "./sos-link-token.ts";

export type SosLinkDeps = Pick<LinkDeps, "hmacKey" | "now" | "log" | "later" | "ipPrefix" | "linkMisses"> &
  Pick<LiveDeps, "sos" | "trip">;

/**
 * What a contact's address opens. It asks objects alone: while the database is away, a friend still sees where to go. A try
 * is paid before the look-up and given back when it opens something.
 */
export async function viewSosLink(
  deps: SosLinkDeps,
  { tenantId, linkToken }: { readonly tenantId: string; readonly linkToken: string },
): Promise<Result<SosGlimpse, Failure>> {
  const taken = await deps.linkMisses.take(deps.ipPrefix);
  if (!taken.ok) return err({ tag: "too-many-requests", retryAfterSeconds: taken.retryAfterSeconds });
  const tenant = TenantId.safeParse(tenantId);
  const hash = await hashSosLinkToken(deps.hmacKey, linkToken);
  const call = tenant.success ? await deps.sos(tenant.data).openLink(hash) : null;
  const now = deps.now();
  if (!call || !tenant.success || sosLinkLife(call, now) === "gone") return err({ tag: "not-found" });
  const givenBack = deps.linkMisses.giveBack(deps.ipPrefix);
  deps.later(givenBack.catch((error: unknown) => logError(deps.log, "returning a try", error)));
  return ok(glimpseOf(call, await drivenPlace(deps, tenant.data, call), now));
}

/** A trip's positions go to the trip, not to the call. */
async function drivenPlace({ trip }: Pick<LiveDeps, "trip">, tenantId: TenantId, call: Sos): Promise<SosPlace | null> {
  if (call.tripId === null || call.closedAt !== null) return null;
  const point = (await trip(tenantId, call.tripId).picture())?.point;
  return point ? { lat: point.lat, lng: point.lng, at: point.at } : null;
}

/** For whoever answers calls: has anybody looked? */
export async function listSosLinks(
  deps: Pick<LiveDeps, "caller" | "sos">,
  id: SosId,
): Promise<Result<{ items: SosLinkUse[] }, Failure>> {
  const known = knownCaller(deps);
  if (!known.ok) return known;
  const caller = known.value;
  if (caller.kind === "driver") return err({ tag: "forbidden" });
  const { tenantId } = caller;
  const desk = deps.sos(tenantId);
  const call = await desk.call(id);
  if (!call || !maySos(caller, "update", { tenantId, ...call })) return err({ tag: "not-found" });
  return ok({ items: await desk.links(id) });
}
