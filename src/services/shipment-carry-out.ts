import { writeShipments } from "../db/shipment-writes.ts";
import { findShipment, type ShipmentRow } from "../db/shipments.ts";
import { actorOf, type KnownCaller } from "../domain/caller.ts";
import { carriedStatus } from "../domain/carried-status.ts";
import type { Failure } from "../domain/failure.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { TripBrief } from "../protocol/live/trip-brief.ts";
import { dbFailure } from "./db-failure.ts";
import type { LedgerDeps } from "./ledger.ts";
import type { Desk } from "./people-desk.ts";
import { recordNow } from "./record-now.ts";
import { moveBack, relocateOnTrip } from "./shipment-relocate.ts";
import type { ShipmentStep } from "./shipment-steps.ts";
import type { TripDeps } from "./trip-access.ts";

type Tell = Extract<ShipmentStep, { kind: "tell" }>;
type Done = Result<ShipmentRow, Failure>;

interface Worker {
  readonly desk: Desk;
  readonly caller: KnownCaller;
}

/**
 * Does what was planned for each shipment: one statement for all rows, and one call for each that a trip carries. In the
 * order of the steps; each succeeds or fails by itself, unless the database does not answer.
 */
export async function carryOut(
  deps: TripDeps,
  { desk, caller }: Worker,
  steps: readonly ShipmentStep[],
): Promise<Result<Done[], Failure>> {
  // What a trip refuses is not written either.
  const refused = await relocate(deps, caller, steps);
  const writes = steps.flatMap((step) => (step.kind === "write" && !refused.has(step) ? [step.write] : []));
  const written = await writeShipments(desk.tenant, writes);
  if (!written.ok) return err(dbFailure(written.error));
  const late = steps.filter((step) => step.kind === "write" && !refused.has(step) && !written.value.has(step.row.id));
  await takeBack(deps, { desk, caller }, late);
  const told = await tellTrips(
    deps,
    caller,
    steps.filter((step) => step.kind === "tell"),
  );
  const done = steps.map((step): Done => {
    if (step.kind === "same") return ok(step.row);
    if (step.kind === "tell") return told.get(step) ?? err({ tag: "internal" });
    const { row } = step.write;
    const failure = refused.get(step);
    if (failure) return err(failure);
    return written.value.has(row.id) ? ok({ ...row, version: row.version + 1 }) : err({ tag: "version-conflict" });
  });
  return ok(done);
}

/** One after the other: several may be on one trip, and each changes its plan. */
async function relocate(
  deps: TripDeps,
  caller: KnownCaller,
  steps: readonly ShipmentStep[],
): Promise<ReadonlyMap<ShipmentStep, Failure>> {
  const refused = new Map<ShipmentStep, Failure>();
  for (const step of steps) {
    const failure = step.kind === "write" && step.move && (await relocateOnTrip(deps, caller, step.move));
    if (failure) refused.set(step, failure);
  }
  return refused;
}

/** Somebody else has written these rows meanwhile: their trips hear what is there now. */
async function takeBack(deps: TripDeps, { desk, caller }: Worker, late: readonly ShipmentStep[]): Promise<void> {
  for (const step of late) {
    if (step.kind !== "write" || !step.move) continue;
    const found = await findShipment(desk.tenant, step.row.id);
    if (found.ok && found.value) await relocateOnTrip(deps, caller, moveBack(found.value, step.move));
  }
}

/** Trips beside each other, what is for one of them in order. */
async function tellTrips(
  deps: LedgerDeps,
  caller: KnownCaller,
  steps: readonly Tell[],
): Promise<ReadonlyMap<Tell, Done>> {
  const done = new Map<Tell, Done>();
  const byTrip = Map.groupBy(steps, ({ tripId }) => tripId);
  await Promise.all(
    [...byTrip].map(async ([tripId, theirs]) => {
      const object = deps.trip(caller.tenantId, tripId);
      for (const step of theirs) {
        const told = await object.command(step.command, actorOf(caller), step.at);
        done.set(step, told.ok ? ok(asCarried(step, told.value)) : err(refusalOf(told.error.tag)));
      }
    }),
  );
  await recordNow(deps, caller.tenantId, [...byTrip.keys()]);
  return done;
}

/** The row follows with the trip's ledger; until then it is the trip that knows. */
function asCarried({ row, command }: Tell, brief: TripBrief): ShipmentRow {
  if (command.type === "withdraw") return { ...row, status: "cancelled", tripId: null, driverId: null };
  return { ...row, status: carriedStatus(brief, row.id) ?? row.status };
}

/** That the trip does not know it, or is gone, means that its row is only just being brought up to it. */
function refusalOf(tag: string): Failure {
  return { tag: tag === "not-found" || tag === "unknown-shipment" ? "conflict" : "not-allowed-now" };
}
