import { readShipmentPast } from "../db/shipment-history.ts";
import { findShipmentAtHome, type ShipmentAtHome } from "../db/track-reads.ts";
import { endOf, isDeliveryOver, promiseOf, type StatusLine } from "../domain/delivery-facts.ts";
import type { Failure } from "../domain/failure.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { LinkFacts } from "../platform/live-facts.ts";
import type { TripId } from "../protocol/ids.ts";
import type { CustomerView } from "../protocol/live/track-down.ts";
import { dbFailure } from "./db-failure.ts";
import type { LinkDeps } from "./link-deps.ts";
import type { LiveDeps } from "./live-deps.ts";
import { type LinkExpired, lookUpLink, type OpenedLink, openLink } from "./open-link.ts";
import { linesOf } from "./shipment-history.ts";

export type TrackViewDeps = LinkDeps & Pick<LiveDeps, "trip">;

/** How far back its end is looked for: what is over does not change any more, so it is the last or the one before. */
const LINES_READ = 10;

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
  const home = await findShipmentAtHome(tenant, shipmentId);
  if (!home.ok) return err(dbFailure(home.error));
  if (!home.value) return err({ tag: "not-found" });
  const { status } = home.value;
  if (!isDeliveryOver(status)) return ok(unseen(home.value, []));
  const past = await readShipmentPast(tenant, { shipmentId, after: undefined, limit: LINES_READ });
  return past.ok ? ok(unseen(home.value, linesOf(past.value))) : err(dbFailure(past.error));
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

function unseen({ status, closedAt, ...window }: ShipmentAtHome, lines: readonly StatusLine[]): CustomerView {
  // A trip's own line follows within seconds.
  const closed = closedAt === null || !isDeliveryOver(status) ? null : { at: closedAt, reason: null };
  return {
    state: isDeliveryOver(status) ? "ended" : "hidden",
    status,
    stopsBefore: null,
    eta: null,
    promised: promiseOf(window, status),
    end: endOf(status, lines) ?? closed,
    driver: null,
    destination: null,
    point: null,
    stale: false,
  };
}
