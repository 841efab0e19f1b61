import { findShipmentPlace, type ShipmentPlace } from "../db/shipments.ts";
import type { TenantQueries } from "../db/client.ts";
import {
  addTrackingLink,
  listTrackingLinks as readTrackingLinks,
  revokeTrackingLink as endTrackingLink,
  type TrackingLinkRow,
} from "../db/tracking-links.ts";
import { actorOf, type KnownCaller } from "../domain/caller.ts";
import type { Failure } from "../domain/failure.ts";
import { LINK_LIFETIME_MS, linkEndsAt, linkStatus } from "../domain/link-life.ts";
import { mayTrackingLink } from "../domain/permissions.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { newRowId } from "../platform/new-row-id.ts";
import type { Action } from "../protocol/access.ts";
import type { IssuedTrackingLink, NewTrackingLink, TrackingLink } from "../protocol/api/tracking-links.ts";
import type { LinkId, ShipmentId } from "../protocol/ids.ts";
import { callerTenant } from "./caller-tenant.ts";
import { dbFailure } from "./db-failure.ts";
import { hashLinkToken, makeLinkToken } from "./link-token.ts";
import { cutPage, pageLimit } from "./page.ts";
import type { PeopleDeps } from "./people-desk.ts";
import type { RelyingParty } from "./relying-party.ts";

export interface LinkDeskDeps extends Pick<PeopleDeps, "db" | "now" | "hmacKey" | "caller" | "requestId"> {
  readonly relyingParty: Pick<RelyingParty, "origin">;
}

/** Makes a link; its token is in the address of this answer and nowhere else. */
export async function issueTrackingLink(
  deps: LinkDeskDeps,
  shipmentId: ShipmentId,
  { replace = false }: NewTrackingLink,
): Promise<Result<IssuedTrackingLink, Failure>> {
  const asked = await shipmentFor(deps, "create", shipmentId);
  if (!asked.ok) return asked;
  const { caller, tenant, shipment } = asked.value;
  const { closedAt } = shipment;
  const now = deps.now();
  const expiresAt = now + LINK_LIFETIME_MS;
  // The shipment has been over for so long that the new link would open nothing.
  if (linkEndsAt({ expiresAt, closedAt }) <= now) return err({ tag: "conflict" });
  const token = makeLinkToken();
  const tokenHash = await hashLinkToken(deps.hmacKey, token);
  const row = { id: newRowId.link(), shipmentId, tokenHash, createdBy: actorOf(caller), expiresAt };
  const added = await addTrackingLink(tenant, row, { alone: replace });
  if (!added.ok) return err(dbFailure(added.error));
  if (!added.value) throw new Error("a written link was not returned");
  return ok({ link: linkView(added.value, shipment, now), url: `${deps.relyingParty.origin}/t/${token}` });
}

export async function listTrackingLinks(
  deps: LinkDeskDeps,
  shipmentId: ShipmentId,
  query: { after?: LinkId | undefined; limit?: number | undefined },
): Promise<Result<{ items: TrackingLink[]; next?: string }, Failure>> {
  const asked = await shipmentFor(deps, "list", shipmentId);
  if (!asked.ok) return asked;
  const { tenant, shipment } = asked.value;
  const { wanted, read } = pageLimit(query.limit);
  const found = await readTrackingLinks(tenant, { shipmentId, after: query.after, limit: read });
  if (!found.ok) return err(dbFailure(found.error));
  const { rows, ...next } = cutPage(found.value, wanted, (row) => row.id);
  return ok({ items: rows.map((row) => linkView(row, shipment, deps.now())), ...next });
}

/** A link that is revoked already is not found: there is nothing left to take back. */
export async function revokeTrackingLink(
  deps: LinkDeskDeps,
  shipmentId: ShipmentId,
  linkId: LinkId,
): Promise<Result<TrackingLink, Failure>> {
  const asked = await shipmentFor(deps, "delete", shipmentId);
  if (!asked.ok) return asked;
  const { tenant, shipment } = asked.value;
  const revoked = await endTrackingLink(tenant, { linkId, shipmentId });
  if (!revoked.ok) return err("transient" in revoked.error ? dbFailure(revoked.error) : revoked.error);
  return ok(linkView(revoked.value, shipment, deps.now()));
}

interface Asked {
  readonly caller: KnownCaller;
  readonly tenant: TenantQueries;
  readonly shipment: ShipmentPlace;
}

/** The shipment whose links the caller may do this to; whoever may not is told that there is none. */
async function shipmentFor(deps: LinkDeskDeps, action: Action, id: ShipmentId): Promise<Result<Asked, Failure>> {
  const opened = callerTenant(deps);
  if (!opened.ok) return opened;
  const { caller, tenant } = opened.value;
  const found = await findShipmentPlace(tenant, id);
  if (!found.ok) return err(dbFailure(found.error));
  if (!found.value || !mayTrackingLink(caller, action, found.value)) return err({ tag: "not-found" });
  return ok({ caller, tenant, shipment: found.value });
}

function linkView(row: TrackingLinkRow, { closedAt }: Pick<ShipmentPlace, "closedAt">, now: number): TrackingLink {
  const { id, shipmentId, createdBy, createdAt, revokedAt, views, firstOpenedAt, lastOpenedAt } = row;
  const life = { expiresAt: row.expiresAt, revokedAt, closedAt };
  const times = { createdAt, expiresAt: linkEndsAt(life), revokedAt, firstOpenedAt, lastOpenedAt };
  return { id, shipmentId, status: linkStatus(life, now), createdBy, ...times, views };
}
