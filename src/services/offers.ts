import { findShipment } from "../db/shipments.ts";
import { rankCandidates } from "../domain/assignment/candidate.ts";
import { actorOf, type KnownCaller } from "../domain/caller.ts";
import type { Failure } from "../domain/failure.ts";
import { mayShipment, mayTrip } from "../domain/permissions.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { newRowId } from "../platform/new-row-id.ts";
import type { NewOffer, Offer } from "../protocol/api/offers.ts";
import type { OfferId, ShipmentId, TripId } from "../protocol/ids.ts";
import type { OfferBook, OfferTarget } from "../protocol/offer.ts";
import { lostTo } from "./assign-refusal.ts";
import { findCandidates } from "./assignment-candidates.ts";
import { dbFailure } from "./db-failure.ts";
import { knownCaller, openDesk } from "./people-desk.ts";
import { isRunning, runningTrip } from "./running-trip.ts";
import { type Asked, giveTo, stopOf } from "./shipment-assign.ts";
import { visibleShipment } from "./shipments.ts";
import { reachTrip, type TripDeps } from "./trip-access.ts";

const SECOND_MS = 1_000;

/** The offer's object asks from then on, whatever becomes of us. */
export async function createOffer(
  deps: TripDeps,
  shipmentId: ShipmentId,
  { to, answerSeconds }: NewOffer,
  id = newRowId.offer(),
): Promise<Result<Offer, Failure>> {
  if (deps.caller.kind === "driver") return err({ tag: "forbidden" });
  const found = await visibleShipment(deps, shipmentId);
  if (!found.ok) return found;
  const { desk, caller, row } = found.value;
  const { tenantId } = caller;
  if (!mayShipment(caller, "update", { ...row, shipmentId })) return err({ tag: "not-found" });
  if (row.tripId !== null) return err(await lostTo(desk, shipmentId));
  if (row.status !== "created") return err({ tag: "not-allowed-now" });
  const stop = stopOf(row);
  if (!stop.ok) return stop;
  const { place } = stop.value;
  const targets = await targetsOf(deps, { desk, caller, row }, to, place);
  if (!targets.ok) return targets;
  if (targets.value.length === 0) return err({ tag: "no-driver" });
  const book = await deps.offer(tenantId, id).begin({
    id,
    shipmentId,
    regionId: row.regionId,
    offeredBy: actorOf(caller),
    ...place,
    answerMs: answerSeconds * SECOND_MS,
    state: "searching",
    asked: null,
    left: targets.value,
  });
  return ok(offerView(book));
}

export async function getOffer(deps: TripDeps, offerId: OfferId): Promise<Result<Offer, Failure>> {
  const known = knownCaller(deps);
  if (!known.ok) return known;
  const caller = known.value;
  const { tenantId } = caller;
  const book = await deps.offer(tenantId, offerId).picture();
  const driverId = book?.asked?.driverId;
  if (!book || !driverId || !mayTrip(caller, "read", { tenantId, regionId: book.regionId, driverId }))
    return err({ tag: "not-found" });
  return ok(offerView(book));
}

/** The offer's object decides whether the answer counts; what follows is done again by the same answer sent again. */
export async function answerOffer(
  deps: TripDeps,
  offerId: OfferId,
  event: "accept" | "decline",
): Promise<Result<Offer, Failure>> {
  const { caller } = deps;
  if (caller.kind !== "driver") return err({ tag: "forbidden" });
  const object = deps.offer(caller.tenantId, offerId);
  const answered = await object.answer(caller.driverId, event);
  if (!answered.ok) return err({ tag: answered.error.tag === "not-asked" ? "not-found" : "not-allowed-now" });
  const book = answered.value;
  if (event === "decline") return ok(offerView(book));
  const given = book.asked ? await take(deps, caller, book, book.asked.tripId) : err({ tag: "not-found" } as const);
  if (given.ok) return ok(offerView(book));
  // Where the database is only away for a moment, or the plan only busy, the same answer comes again.
  if (given.error.tag !== "unavailable" && given.error.tag !== "version-conflict") await object.lose();
  return given;
}

/** In the name of whoever offered it. */
async function take(
  deps: TripDeps,
  caller: KnownCaller,
  { shipmentId, offeredBy }: OfferBook,
  tripId: TripId,
): Promise<Result<unknown, Failure>> {
  const desk = await openDesk(deps, { tenantId: caller.tenantId, actor: offeredBy });
  if (!desk.ok) return desk;
  const row = await findShipment(desk.value.tenant, shipmentId);
  if (!row.ok) return err(dbFailure(row.error));
  if (!row.value) return err({ tag: "not-found" });
  const reached = await reachTrip(deps, tripId, "update");
  if (!reached.ok) return reached;
  // Sent twice: it has it already.
  const version = row.value.tripId === tripId ? row.value.version : undefined;
  return giveTo(deps, { desk: desk.value, caller, row: row.value }, reached.value, { version });
}

/** Trips of the shipment's region that run, each once. */
async function targetsOf(
  deps: TripDeps,
  { desk, caller, row }: Asked,
  to: NewOffer["to"],
  place: { readonly lat: number; readonly lng: number },
): Promise<Result<OfferTarget[], Failure>> {
  const { tenant } = desk;
  const { tenantId } = tenant;
  if ("auto" in to) {
    const found = await findCandidates(deps, { tenant, caller, regionId: row.regionId, place, except: null });
    if (!found.ok) return found;
    const ranked = rankCandidates(found.value, place, to.auto);
    return ok(ranked.map(({ candidate: { tripId, driverId } }) => ({ tripId, driverId })));
  }
  const named =
    "tripIds" in to
      ? to.tripIds
      : (await Promise.all(to.driverIds.map(async (id) => runningTrip(deps, tenantId, id)))).map((one) => one?.tripId);
  const reached = await Promise.all([...new Set(named)].map(async (tripId) => targetOf(deps, row.regionId, tripId)));
  return ok(reached.filter((target) => target !== null));
}

async function targetOf(
  deps: TripDeps,
  regionId: OfferBook["regionId"],
  tripId: TripId | undefined,
): Promise<OfferTarget | null> {
  const reached = tripId && (await reachTrip(deps, tripId, "update"));
  if (!reached || !reached.ok || reached.value.owner.regionId !== regionId) return null;
  if (!isRunning((await reached.value.object.picture())?.trip.status)) return null;
  return { tripId, driverId: reached.value.owner.driverId };
}

function offerView({ id, shipmentId, state, asked, left }: OfferBook): Offer {
  return { id, shipmentId, state, asked, left: left.length };
}
