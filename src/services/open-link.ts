import { findTrackingLinkByToken, noteLinkVisit } from "../db/tracking-links.ts";
import type { Failure } from "../domain/failure.ts";
import { linkEndsAt, linkStatus } from "../domain/link-life.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { logError } from "../platform/log.ts";
import type { LinkId, ShipmentId, TenantId, TripId } from "../protocol/ids.ts";
import { dbFailure } from "./db-failure.ts";
import type { LinkDeps } from "./link-deps.ts";
import { hashLinkToken } from "./link-token.ts";

/** What is looked at again within this time is one visit, and writes nothing. */
const VISIT_MS = 10 * 60 * 1_000;

export interface OpenedLink {
  readonly tenantId: TenantId;
  readonly linkId: LinkId;
  readonly shipmentId: ShipmentId;
  /** Null while nobody carries the shipment. */
  readonly tripId: TripId | null;
  readonly expiresAt: number;
}

/** Told on the page only, to whoever holds what was a key; it tells a stranger nothing that 128 bits did not keep. */
export interface LinkExpired {
  readonly tag: "link-expired";
}

/** What a customer's token opens. Unknown, expired and revoked are one answer. */
export async function openLink(deps: LinkDeps, token: string): Promise<Result<OpenedLink, Failure>> {
  const link = await lookUpLink(deps, token);
  if (link.ok) return link;
  return err(link.error.tag === "link-expired" ? { tag: "not-found" } : link.error);
}

/**
 * As above, and says of a link that it has expired. Whatever is wrong comes after the same work: one hash, one question.
 * A try is paid before the look-up and given back when it opens something, so that however many guesses arrive at once,
 * none beyond the limit is looked at.
 */
export async function lookUpLink(deps: LinkDeps, token: string): Promise<Result<OpenedLink, Failure | LinkExpired>> {
  const taken = await deps.linkMisses.take(deps.ipPrefix);
  if (!taken.ok) return err({ tag: "too-many-requests", retryAfterSeconds: taken.retryAfterSeconds });
  const found = await findTrackingLinkByToken(deps.db, await hashLinkToken(deps.hmacKey, token));
  if (!found.ok) {
    // A database that does not answer is nobody's wrong guess.
    inBackground(deps, "returning a try", deps.linkMisses.giveBack(deps.ipPrefix));
    return err(dbFailure(found.error));
  }
  const link = found.value;
  const now = deps.now();
  const status = link ? linkStatus(link, now) : "unknown";
  if (!link || status !== "open") return err({ tag: status === "expired" ? "link-expired" : "not-found" });
  inBackground(deps, "returning a try", deps.linkMisses.giveBack(deps.ipPrefix));
  inBackground(deps, "counting a visit", countVisit(deps, link, now));
  const { tenantId, linkId, shipmentId, tripId } = link;
  return ok({ tenantId, linkId, shipmentId, tripId, expiresAt: linkEndsAt(link) });
}

async function countVisit(
  { db, requestId }: LinkDeps,
  { tenantId, linkId }: Pick<OpenedLink, "tenantId" | "linkId">,
  now: number,
): Promise<void> {
  const tenant = db.forTenant({ tenantId, actor: linkId, requestId });
  const noted = await noteLinkVisit(tenant, linkId, { now, since: now - VISIT_MS });
  if (!noted.ok) throw new Error(`link visit: ${noted.error.tag}`);
}

function inBackground({ later, log }: LinkDeps, what: string, work: Promise<void>): void {
  later(work.catch((error: unknown) => logError(log, what, error)));
}
