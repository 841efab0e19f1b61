import { findTrackerByToken, noteTrackerUse } from "../db/tracker-tokens.ts";
import type { Failure } from "../domain/failure.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { SosCaller } from "../domain/sos-call.ts";
import type { FixDraft, TrackerReport } from "../domain/trackers/tracker-report.ts";
import { toBase64url } from "../platform/base64url.ts";
import { logError } from "../platform/log.ts";
import { newRowId } from "../platform/new-row-id.ts";
import type { Remembered } from "../platform/remembered.ts";
import type { DriverId, TenantId, TrackerTokenId } from "../protocol/ids.ts";
import type { LimitName } from "../protocol/limits.ts";
import { dbFailure } from "./db-failure.ts";
import type { LiveDeps } from "./live-deps.ts";
import type { PeopleDeps } from "./people-desk.ts";
import { storeDrafts } from "./positions.ts";
import { whereabouts } from "./sos-raise.ts";
import { hashTrackerSecret, isTrackerSecret } from "./tracker-secret.ts";

export interface TrackerOwner {
  readonly tenantId: TenantId;
  readonly tokenId: TrackerTokenId;
  readonly driverId: DriverId;
}

export interface TrackerDeps
  extends
    Pick<LiveDeps, "db" | "account" | "trip" | "sos" | "now" | "log" | "requestId">,
    Pick<PeopleDeps, "masterKeys"> {
  readonly hmacKey: string;
  readonly ipPrefix: string;
  readonly later: (work: Promise<unknown>) => void;
  readonly takeLimit: (
    limit: LimitName,
    principal: string,
  ) => Promise<{ ok: true } | { ok: false; retryAfterSeconds: number }>;
  /** Whose secrets were seen by this runtime, by their hash. */
  readonly trackers: Remembered<TrackerOwner>;
}

/** So long a revoked one may still send. */
const KNOWN_MS = 60_000;
/** While the database does not answer, a tracker that was good today goes on: its driver is at work. */
const KNOWN_ANYWAY_MS = 24 * 60 * 60_000;
const USE_NOTED_EVERY_MS = 5 * 60_000;

/** Whose tracker sends. Nothing that looks like a secret, an unknown one and a revoked one are one answer. */
export async function findTracker(
  deps: TrackerDeps,
  offered: readonly string[],
): Promise<Result<TrackerOwner, Failure>> {
  const secret = offered.find(isTrackerSecret);
  if (secret === undefined) return err({ tag: "unauthenticated" });
  const owner = await ownerOf(deps, await hashTrackerSecret(deps.hmacKey, secret));
  if (!owner.ok) return owner;
  const taken = await deps.takeLimit("critical", owner.value.tokenId);
  return taken.ok ? owner : err({ tag: "too-many-requests", retryAfterSeconds: taken.retryAfterSeconds });
}

/**
 * Keeps what a tracker reports; done means durable. What came outside of duty is dropped, and is no failure: an app that is
 * refused keeps its oldest message for ever and never gets to the next. It fails while too much waits for the database, and
 * where the trip has too many devices: until it is over.
 */
export async function storeReports(
  deps: TrackerDeps,
  { tenantId, tokenId, driverId }: TrackerOwner,
  reports: readonly TrackerReport[],
): Promise<Result<void, Failure>> {
  const drafts = reports.flatMap(({ draft }) => draft ?? []);
  const stored = await storeDrafts(deps, { tenantId, driverId, source: tokenId }, drafts);
  const isOnDuty = stored.ok || stored.error.tag !== "off-duty";
  const call = reports.find(({ sos }) => sos);
  if (call) {
    const called = await callForHelp(deps, { tenantId, driverId }, call, isOnDuty);
    if (!called.ok) return called;
  }
  return isOnDuty && !stored.ok ? stored : ok(undefined);
}

/** The button is sent again and again until somebody answers: one call at a time is enough. */
async function callForHelp(
  deps: TrackerDeps,
  { tenantId, driverId }: Pick<TrackerOwner, "tenantId" | "driverId">,
  { draft }: TrackerReport,
  isOnDuty: boolean,
): Promise<Result<void, Failure>> {
  const from = await whereabouts(deps, { tenantId, driverId });
  if (!from.ok) return from;
  const { tripId } = from.value;
  if (tripId !== null && (isOnDuty || draft === null)) await callOnTrip(deps.trip(tenantId, tripId), driverId, draft);
  else await callOffDuty(deps, deps.sos(tenantId), from.value, draft);
  return ok(undefined);
}

/** The trip's call, as the phone's own button is. */
async function callOnTrip(
  trip: ReturnType<TrackerDeps["trip"]>,
  driverId: DriverId,
  draft: FixDraft | null,
): Promise<void> {
  if ((await trip.picture())?.trip.sos === true) return;
  await trip.command({ type: "sos", lat: draft?.lat ?? null, lng: draft?.lng ?? null, note: null }, driverId);
}

/** The desk alone is told, and the call keeps the place; no track does. */
async function callOffDuty(
  { now }: TrackerDeps,
  desk: ReturnType<TrackerDeps["sos"]>,
  from: SosCaller,
  draft: FixDraft | null,
): Promise<void> {
  const known = (await desk.open()).find(({ driverId }) => driverId === from.driverId);
  const { at, lat, lng } = draft ?? { at: now(), lat: null, lng: null };
  if (!known) await desk.raise({ id: newRowId.sos(), at, lat, lng, note: null }, from);
  else if (draft) await desk.locate(known.id, { at, lat: draft.lat, lng: draft.lng });
}

async function ownerOf(deps: TrackerDeps, hash: Uint8Array<ArrayBuffer>): Promise<Result<TrackerOwner, Failure>> {
  const { trackers, now } = deps;
  const key = toBase64url(hash);
  const known = trackers.get(key);
  if (known && now() - known.at < KNOWN_MS) return ok(known.value);
  const taken = await deps.takeLimit("critical", deps.ipPrefix);
  if (!taken.ok) return err({ tag: "too-many-requests", retryAfterSeconds: taken.retryAfterSeconds });
  const found = await findTrackerByToken(deps.db, hash);
  if (!found.ok) {
    const failure = dbFailure(found.error);
    return known && now() - known.at < KNOWN_ANYWAY_MS ? ok(known.value) : err(failure);
  }
  if (!found.value) {
    trackers.forget(key);
    return err({ tag: "unauthenticated" });
  }
  trackers.put(key, found.value, now());
  deps.later(noteUse(deps, found.value));
  return ok(found.value);
}

async function noteUse({ db, requestId, log, now }: TrackerDeps, { tenantId, tokenId }: TrackerOwner): Promise<void> {
  const tenant = db.forTenant({ tenantId, actor: tokenId, requestId });
  const at = now();
  const noted = await noteTrackerUse(tenant, tokenId, { now: at, since: at - USE_NOTED_EVERY_MS });
  if (!noted.ok) logError(log, "noting a tracker's use", noted.error.tag);
}
