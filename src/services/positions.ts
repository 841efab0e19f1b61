import { findDriver } from "../db/drivers.ts";
import { actorOf, type KnownCaller } from "../domain/caller.ts";
import type { Failure } from "../domain/failure.ts";
import { mayDriver, mayLocation } from "../domain/permissions.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { isTimedEpoch, numberDrafts } from "../domain/trackers/number-drafts.ts";
import type { FixDraft } from "../domain/trackers/tracker-report.ts";
import type { ActionsAnswer, LocationsTaken, NewLocation, SentActions, SentFrame } from "../protocol/api/positions.ts";
import type { DriverId, TenantId, TripId } from "../protocol/ids.ts";
import type { Ack } from "../protocol/live/driver-down.ts";
import { type Epoch, type Fix, FIX_IS_MOCK, type WireFix } from "../protocol/live/fix.ts";
import { dbFailure } from "./db-failure.ts";
import type { LiveDeps } from "./live-deps.ts";
import { knownCaller } from "./people-desk.ts";
import { recordNow } from "./record-now.ts";

/** What a socket's frame holds at most; a tracker's backlog is handed over in as many. */
const FIXES_PER_FRAME = 200;

type PositionDeps = Pick<LiveDeps, "account" | "trip" | "caller" | "now" | "db" | "log" | "requestId">;
type Objects = Pick<LiveDeps, "account" | "trip">;

/** The socket's frame by request. Needs no database: who is on duty is known to the driver's own object. */
export async function sendPositions(deps: PositionDeps, frame: SentFrame): Promise<Result<Ack, Failure>> {
  if (isTimedEpoch(frame.epoch)) return err(wrongEpoch("body.epoch"));
  const duty = await ownDuty(deps);
  if (!duty.ok) return duty;
  const taken = await deps.trip(duty.value.tenantId, duty.value.tripId).ingest(frame);
  return taken.ok ? taken : err(refusalOf(taken.error));
}

/** The socket's actions by request. Whoever sends them so may list and search at once: what they did is there. */
export async function sendActions(
  deps: PositionDeps,
  { actions, sentAt }: SentActions,
): Promise<Result<ActionsAnswer, Failure>> {
  const [first] = actions;
  if (!first || actions.some(({ epoch }) => epoch !== first.epoch || isTimedEpoch(epoch)))
    return err(wrongEpoch("body.actions"));
  const duty = await ownDuty(deps);
  if (!duty.ok) return duty;
  const { tenantId, tripId, driverId } = duty.value;
  const taken = await deps.trip(tenantId, tripId).act(actions, driverId, sentAt);
  if (!taken.ok) return err({ tag: "off-duty" });
  await recordNow(deps, tenantId, [tripId]);
  return ok({ ...taken.value.ack, refused: taken.value.refused });
}

/** Places of a driver in the order of their times, said by the driver or by an administrator. */
export async function storeLocations(
  deps: PositionDeps,
  driverId: DriverId,
  locations: readonly NewLocation[],
): Promise<Result<LocationsTaken, Failure>> {
  const known = await whoMayPlace(deps, driverId);
  if (!known.ok) return known;
  const { tenantId } = known.value;
  // What was not measured by a device is shown as such, and names who said it.
  const isMeasured = known.value.kind === "driver";
  const drafts = locations.map((location) => draftOf(location, isMeasured, deps.now()));
  const stored = await storeDrafts(deps, { tenantId, driverId, source: actorOf(known.value) }, drafts);
  if (!stored.ok) return stored;
  return ok(stored.value);
}

export interface DraftSource {
  readonly tenantId: TenantId;
  readonly driverId: DriverId;
  /** The id of whoever sends: it names the stream. */
  readonly source: string;
}

/** Drafts of something that does not number them, each time once. All of them are durable when the answer comes. */
export async function storeDrafts(
  { account, trip }: Objects,
  { tenantId, driverId, source }: DraftSource,
  drafts: readonly FixDraft[],
): Promise<Result<LocationsTaken, Failure>> {
  const tripId = await account(tenantId, driverId).duty();
  if (tripId === null) return err({ tag: "off-duty" });
  const { epoch, fixes } = numberDrafts(source, drafts);
  let through = 0;
  let isOnDuty = false;
  for (const frame of frames(epoch, fixes)) {
    const taken = await trip(tenantId, tripId).ingest(frame);
    if (taken.ok) {
      isOnDuty = true;
      through = taken.value.fixes;
      continue;
    }
    const refusal = refusalOf(taken.error);
    if (refusal.tag !== "off-duty") return err(refusal);
  }
  return isOnDuty ? ok({ tripId, through }) : err({ tag: "off-duty" });
}

function refusalOf({ tag }: { tag: "full" | "too-many-devices" | "off-duty" | "not-found" }): Failure {
  if (tag === "full") return { tag: "unavailable" };
  return { tag: tag === "too-many-devices" ? "conflict" : "off-duty" };
}

function* frames(epoch: Epoch, fixes: readonly Fix[]): Generator<{ epoch: Epoch; fixes: WireFix[] }> {
  for (let start = 0; start < fixes.length; start += FIXES_PER_FRAME)
    yield { epoch, fixes: fixes.slice(start, start + FIXES_PER_FRAME).map(writeFix) };
}

export function writeFix({ seq, at, lat, lng, accuracyM, speedMps, headingDeg, flags }: Fix): WireFix {
  return [seq, at, lat, lng, accuracyM, speedMps, headingDeg, flags];
}

async function ownDuty({
  caller,
  account,
}: PositionDeps): Promise<Result<{ tenantId: TenantId; tripId: TripId; driverId: DriverId }, Failure>> {
  if (caller.kind !== "driver") return err({ tag: "forbidden" });
  const { tenantId, driverId } = caller;
  const tripId = await account(tenantId, driverId).duty();
  return tripId === null ? err({ tag: "off-duty" }) : ok({ tenantId, tripId, driverId });
}

/** A driver needs no look-up to speak for itself. */
async function whoMayPlace(deps: PositionDeps, driverId: DriverId): Promise<Result<KnownCaller, Failure>> {
  const known = knownCaller(deps);
  if (!known.ok) return known;
  const caller = known.value;
  if (caller.kind === "driver") return caller.driverId === driverId ? ok(caller) : err({ tag: "not-found" });
  const { tenantId } = caller;
  const tenant = deps.db.forTenant({ tenantId, actor: actorOf(caller), requestId: deps.requestId });
  const driver = await findDriver(tenant, driverId);
  if (!driver.ok) return err(dbFailure(driver.error));
  const home = driver.value;
  if (!home || !mayDriver(caller, "read", { ...home, driverId })) return err({ tag: "not-found" });
  const regionId = home.homeRegionId;
  return mayLocation(caller, "update", { tenantId, regionId, driverId }) ? ok(caller) : err({ tag: "forbidden" });
}

function draftOf(location: NewLocation, isMeasured: boolean, now: number): FixDraft {
  const { lat, lng, accuracy, speed, heading, timestamp } = location;
  const measured = { accuracyM: accuracy ?? null, speedMps: speed ?? null, headingDeg: heading ?? null };
  return { at: timestamp ?? now, lat, lng, ...measured, flags: isMeasured ? 0 : FIX_IS_MOCK };
}

function wrongEpoch(path: string): Failure {
  return { tag: "invalid-request", errors: [{ path, message: "must be one device's own stream" }] };
}
