import { listSealedNames } from "../db/location-views.ts";
import type { KnownCaller } from "../domain/caller.ts";
import type { Failure } from "../domain/failure.ts";
import { maySos } from "../domain/permissions.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { Action } from "../protocol/access.ts";
import type { SosId, TenantId, UserId } from "../protocol/ids.ts";
import type { Sos } from "../protocol/sos.ts";
import type { LiveDeps } from "./live-deps.ts";
import { knownCaller, openDesk } from "./people-desk.ts";
import type { TripDeps } from "./trip-access.ts";

/** For a winner whose name could not be read when it was first. */
const NAMELESS = "a colleague";

type Reached = { caller: KnownCaller; desk: ReturnType<LiveDeps["sos"]> };

/** One winner; the others are told who it is. */
export async function acknowledgeSos(deps: TripDeps, id: SosId): Promise<Result<Sos, Failure>> {
  // Before anything is looked up: a role is refused the same way whatever there is.
  if (deps.caller.kind === "driver") return err({ tag: "forbidden" });
  const reached = await reach(deps, id, "update");
  if (!reached.ok) return reached;
  const { caller, desk } = reached.value;
  if (caller.kind !== "user") return err({ tag: "forbidden" });
  const { tenantId, userId } = caller;
  const done = await desk.acknowledge(id, { id: userId, name: await nameOf(deps, tenantId, userId) });
  if (done.ok) return done;
  const { error } = done;
  if (error.tag === "not-found") return err({ tag: "not-found" });
  if (error.tag === "over") return err({ tag: "not-allowed-now" });
  return err({ tag: "conflict", winner: { id: error.by.id, name: error.by.name ?? NAMELESS } });
}

/** A driver's own end is a withdrawal. */
export async function closeSos(deps: TripDeps, id: SosId, note: string): Promise<Result<Sos, Failure>> {
  const reached = await reach(deps, id, "update");
  if (!reached.ok) return reached;
  const { caller, desk } = reached.value;
  if (caller.kind === "driver") return desk.end(id, { by: caller.driverId, event: "withdraw", note });
  if (caller.kind === "user") return desk.end(id, { by: caller.userId, event: "close", note });
  return err({ tag: "forbidden" });
}

export async function locateSos(
  deps: TripDeps,
  id: SosId,
  { lat, lng, at }: { readonly lat: number; readonly lng: number; readonly at?: number | undefined },
): Promise<Result<Sos, Failure>> {
  const reached = await reach(deps, id, "create");
  return reached.ok ? reached.value.desk.locate(id, { lat, lng, at: at ?? deps.now() }) : reached;
}

/** What one may not see is not found. */
async function reach(deps: TripDeps, id: SosId, action: Action): Promise<Result<Reached, Failure>> {
  const known = knownCaller(deps);
  if (!known.ok) return known;
  const caller = known.value;
  const { tenantId } = caller;
  const desk = deps.sos(tenantId);
  const call = await desk.call(id);
  if (!call || !maySos(caller, action, { tenantId, ...call })) return err({ tag: "not-found" });
  return ok({ caller, desk });
}

/** Null while the database is away: help does not wait for a name. */
async function nameOf(deps: TripDeps, tenantId: TenantId, userId: UserId): Promise<string | null> {
  const desk = await openDesk(deps, { tenantId, actor: userId });
  if (!desk.ok) return null;
  const names = await listSealedNames(desk.value.tenant, [userId]);
  const sealed = names.ok ? names.value[0]?.nameSealed : undefined;
  return sealed === undefined ? null : desk.value.open({ table: "users", column: "name_sealed", row: userId }, sealed);
}
