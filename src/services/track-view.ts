import { findShipmentStatus } from "../db/track-reads.ts";
import type { Failure } from "../domain/failure.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { LinkFacts } from "../platform/live-facts.ts";
import type { TripId } from "../protocol/ids.ts";
import type { CustomerView } from "../protocol/live/track-down.ts";
import type { ShipmentStatus } from "../protocol/shipment.ts";
import { dbFailure } from "./db-failure.ts";
import type { LinkDeps } from "./link-deps.ts";
import type { LiveDeps } from "./live-deps.ts";
import { type LinkExpired, lookUpLink, type OpenedLink, openLink } from "./open-link.ts";

export type TrackViewDeps = LinkDeps & Pick<LiveDeps, "trip">;

const ENDED: ReadonlySet<ShipmentStatus> = new Set(["delivered", "failed", "returned", "cancelled"]);

/** The view of whoever carries the shipment, and while nobody does what is known of it at home. */
export async function viewTrack(deps: TrackViewDeps, token: string): Promise<Result<CustomerView, Failure>> {
  const link = await openLink(deps, token);
  return link.ok ? viewBehind(deps, link.value) : link;
}

/** The same for a page, which tells a link that has expired from one that never was. */
export async function viewTrackPage(
  deps: TrackViewDeps,
  token: string,
): Promise<Result<CustomerView, Failure | LinkExpired>> {
  const link = await lookUpLink(deps, token);
  return link.ok ? viewBehind(deps, link.value) : link;
}

async function viewBehind(deps: TrackViewDeps, link: OpenedLink): Promise<Result<CustomerView, Failure>> {
  const { tenantId, tripId, shipmentId, linkId } = link;
  const view = tripId && (await deps.trip(tenantId, tripId).view(shipmentId, linkId));
  if (view) return ok(view);
  const tenant = deps.db.forTenant({ tenantId, actor: linkId, requestId: deps.requestId });
  const status = await findShipmentStatus(tenant, shipmentId);
  if (!status.ok) return err(dbFailure(status.error));
  return status.value ? ok(unseen(status.value)) : err({ tag: "not-found" });
}

/** Where a link's socket leads; no trip means that there is nothing to follow yet. */
export async function trackPlace(
  deps: LinkDeps,
  token: string,
): Promise<Result<{ tripId: TripId | null; facts: LinkFacts }, Failure>> {
  const link = await openLink(deps, token);
  if (!link.ok) return link;
  const { tripId, tenantId, linkId, shipmentId, expiresAt } = link.value;
  return ok({ tripId, facts: { kind: "link", tenantId, linkId, shipmentId, expiresAt } });
}

function unseen(status: ShipmentStatus): CustomerView {
  const state = ENDED.has(status) ? "ended" : "hidden";
  return { state, status, stopsBefore: null, eta: null, driver: null, point: null, stale: false };
}
