import { createLog, logError } from "../../platform/log.ts";
import { newRequestId } from "../../platform/new-id.ts";
import { regionObject, tripObject } from "../../platform/object-stubs.ts";
import { RegionId, TripId } from "../../protocol/ids.ts";
import type { AccountOwner } from "./account-owner.ts";
import type { EndedPlace, LiveStore } from "./live-store.ts";

/** Closes the sockets of sessions that are over. False if a place did not hear of it and has to be told again. */
export async function endLive(
  env: Pick<Env, "TRIP" | "REGION">,
  { tenantId, personId }: AccountOwner,
  live: LiveStore,
  now: number,
): Promise<boolean> {
  const ended = live.ended(now);
  const told = await Promise.allSettled(
    ended.map(async ({ place, sessionId }) => stubOf(env, tenantId, place).closeSockets({ personId, sessionId })),
  );
  for (const [index, outcome] of told.entries()) {
    const place = ended[index];
    if (place && outcome.status === "fulfilled") live.forget(place);
    if (outcome.status === "rejected")
      logError(createLog({ requestId: newRequestId() }), "account closes sockets", outcome.reason);
  }
  return told.every(({ status }) => status === "fulfilled");
}

function stubOf(env: Pick<Env, "TRIP" | "REGION">, tenantId: AccountOwner["tenantId"], place: EndedPlace["place"]) {
  const trip = TripId.safeParse(place);
  return trip.success ? tripObject(env, tenantId, trip.data) : regionObject(env, tenantId, RegionId.parse(place));
}
