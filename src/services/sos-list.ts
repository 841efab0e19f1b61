import { listSealedNames } from "../db/location-views.ts";
import { listSosCalls, saveSosCall, type SosRow } from "../db/sos-calls.ts";
import type { Failure } from "../domain/failure.ts";
import { maySos, regionsOf } from "../domain/permissions.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { lastActor } from "../domain/sos-call.ts";
import type { SosJob } from "../protocol/jobs.ts";
import { DriverId, type RegionId, SosId, UserId } from "../protocol/ids.ts";
import type { Sos } from "../protocol/sos.ts";
import { dbFailure } from "./db-failure.ts";
import type { Deps } from "./deps.ts";
import { isPoison } from "./ledger-writing.ts";
import type { LiveDeps } from "./live-deps.ts";
import { cutPage, pageLimit } from "./page.ts";
import { type Desk, deskOf, knownCaller } from "./people-desk.ts";
import type { TripDeps } from "./trip-access.ts";

interface Query {
  readonly after?: string | undefined;
  readonly limit?: number | undefined;
  readonly state: "open" | "any";
  readonly regionId?: RegionId | undefined;
}

export type SosJobDeps = Pick<Deps, "db"> & Pick<LiveDeps, "requestId" | "sos">;

export async function listSos(deps: TripDeps, query: Query): Promise<Result<{ items: Sos[]; next?: string }, Failure>> {
  return query.state === "open" ? listOpen(deps, query) : listRecorded(deps, query);
}

/** Brings a call to Postgres, in the name of whoever changed it last. */
export async function recordSos({ db, requestId, sos }: SosJobDeps, { tenantId, call }: SosJob) {
  const tenant = db.forTenant({ tenantId, actor: lastActor(call), requestId });
  const saved = await saveSosCall(tenant, call);
  // What Postgres refuses for ever stays in the queue's dead letters, where it can be seen; the desk need not send more.
  if (saved.ok || isPoison(saved.error)) await sos(tenantId).recorded({ id: call.id, rev: call.rev });
  return saved.ok ? ok(undefined) : err({ tag: saved.error.tag });
}

async function listOpen(deps: TripDeps, { regionId }: Query): Promise<Result<{ items: Sos[] }, Failure>> {
  const known = knownCaller(deps);
  if (!known.ok) return known;
  const { tenantId } = known.value;
  const calls = await deps.sos(tenantId).open();
  const items = calls.filter(
    (call) =>
      (regionId === undefined || call.regionId === regionId) && maySos(known.value, "read", { tenantId, ...call }),
  );
  return ok({ items });
}

async function listRecorded(
  deps: TripDeps,
  { after, limit, regionId }: Query,
): Promise<Result<{ items: Sos[]; next?: string }, Failure>> {
  const opened = await deskOf(deps);
  if (!opened.ok) return opened;
  const { desk, caller } = opened.value;
  const { wanted, read } = pageLimit(limit);
  const found = await listSosCalls(desk.tenant, {
    after: after === undefined ? undefined : { isOpen: after.startsWith("1"), id: SosId.parse(after.slice(2)) },
    regionIds: regionsOf(caller),
    regionId,
    driverId: caller.kind === "driver" ? caller.driverId : undefined,
    limit: read,
  });
  if (!found.ok) return err(dbFailure(found.error));
  const { rows, ...next } = cutPage(found.value, wanted, (row) => `${Number(row.closedAt === null)}.${row.id}`);
  const names = await helpers(desk, rows);
  return names.ok ? ok({ items: rows.map((row) => viewOf(row, names.value)), ...next }) : names;
}

async function helpers(desk: Desk, rows: readonly SosRow[]): Promise<Result<ReadonlyMap<UserId, string>, Failure>> {
  const ids = [...new Set(rows.flatMap(({ acknowledgedBy }) => acknowledgedBy ?? []))];
  if (ids.length === 0) return ok(new Map());
  const found = await listSealedNames(desk.tenant, ids);
  if (!found.ok) return err(dbFailure(found.error));
  const names = found.value.map(
    async ({ id, nameSealed }) =>
      [id, await desk.open({ table: "users", column: "name_sealed", row: id }, nameSealed)] as const,
  );
  return ok(new Map(await Promise.all(names)));
}

function viewOf(row: SosRow, names: ReadonlyMap<UserId, string>): Sos {
  const { tenantId: _tenant, lat, lng, locatedAt, acknowledgedBy, closedBy, ...call } = row;
  return {
    ...call,
    driverFirstName: null,
    place: lat === null || lng === null || locatedAt === null ? null : { lat, lng, at: locatedAt },
    acknowledgedBy: acknowledgedBy && { id: acknowledgedBy, name: names.get(acknowledgedBy) ?? null },
    closedBy: closedBy === null ? null : (UserId.safeParse(closedBy).data ?? DriverId.parse(closedBy)),
    locateEveryMs: null,
  };
}
