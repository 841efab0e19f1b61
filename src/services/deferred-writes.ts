import type { KnownCaller } from "../domain/caller.ts";
import type { Failure } from "../domain/failure.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { logError } from "../platform/log.ts";
import { newRowId } from "../platform/new-row-id.ts";
import type { deferredObject } from "../platform/object-stubs.ts";
import { open, type Place, seal } from "../platform/sealed-text.ts";
import { DeferredContents, DeferredSender } from "../protocol/deferred-contents.ts";
import type { DeferredOperation, OutboxEntry, Settlement } from "../protocol/deferred-write.ts";
import type { ApiKeyId, OutboxId, TenantId, UserId } from "../protocol/ids.ts";
import type { DeferredWriteJob } from "../protocol/jobs.ts";
import { buryMessage } from "./dead-letters.ts";
import type { Deps } from "./deps.ts";
import { knownCaller, type PeopleDeps } from "./people-desk.ts";
import { createShipment, type ShipmentDeps } from "./shipments.ts";

export interface DeferredDeps {
  readonly deferred: (tenantId: TenantId, principal: UserId | ApiKeyId) => ReturnType<typeof deferredObject>;
  readonly masterKeys: PeopleDeps["masterKeys"];
}

export type DeferredJobDeps = Deps & DeferredDeps & Omit<ShipmentDeps, "caller">;

/** What throws so often is not the database's fault. */
const FAILURES_MAX = 3;

/** Keeps a write for when the database is back. Of drivers and links nothing is deferred. */
export async function deferWrite(
  deps: DeferredDeps & Pick<PeopleDeps, "caller">,
  operation: DeferredOperation,
  body: unknown,
): Promise<Result<OutboxEntry, Failure>> {
  const sender = DeferredSender.safeParse(deps.caller);
  if (!sender.success) return err({ tag: "unavailable" });
  const { tenantId } = sender.data;
  const id = newRowId.outbox();
  const written = JSON.stringify({ sender: sender.data, body });
  const sealed = await seal(await deps.masterKeys(), placeOf(tenantId, id), written);
  const entry = await deps.deferred(tenantId, principalOf(sender.data)).put({ id, operation, sealed });
  return entry ? ok(entry) : err({ tag: "unavailable" });
}

/** One's own alone. */
export async function outboxEntry(
  deps: DeferredDeps & Pick<PeopleDeps, "caller">,
  outboxId: OutboxId,
): Promise<Result<OutboxEntry, Failure>> {
  const known = knownCaller(deps);
  if (!known.ok) return known;
  const principal = principalIn(known.value);
  const entry = principal && (await deps.deferred(known.value.tenantId, principal).entry(outboxId));
  return entry ? ok(entry) : err({ tag: "not-found" });
}

/** Does it once, however often it is told. While the database is down it stays where it is: its object sends it again. */
export async function doDeferred(
  deps: DeferredJobDeps,
  { tenantId, principal, outboxId, ...job }: DeferredWriteJob,
  message: { readonly queue: string; readonly messageId: string },
): Promise<Result<void, { tag: string }>> {
  const object = deps.deferred(tenantId, principal);
  const held = await object.held(outboxId);
  if (!held) return ok(undefined);
  try {
    const settlement = await attempt(deps, tenantId, held);
    if (settlement) await object.settle(outboxId, settlement);
    return ok(undefined);
  } catch (error) {
    logError(deps.log, `deferred ${held.operation}`, error);
    if ((await object.noteFailure(outboxId)) < FAILURES_MAX) return ok(undefined);
  }
  const body = { ...job, tenantId, principal, outboxId };
  const buried = await buryMessage(deps, { ...message, body, error: `a deferred ${held.operation} cannot be done` });
  if (!buried.ok) return err({ tag: buried.error.tag });
  await object.settle(outboxId, { state: "failed", shipmentId: null, code: null });
  return ok(undefined);
}

/** Undefined while it has to wait. Throws on what no retry can mend. */
async function attempt(
  deps: DeferredJobDeps,
  tenantId: TenantId,
  { id, sealed }: { readonly id: OutboxId; readonly sealed: string },
): Promise<Settlement | undefined> {
  const text = await open(await deps.masterKeys(), placeOf(tenantId, id), sealed);
  if (!text.ok) throw new Error(`its seal: ${text.error.tag}`);
  const { sender, body } = DeferredContents.parse(JSON.parse(text.value));
  const made = await createShipment({ ...deps, caller: sender }, body);
  if (made.ok) return { state: "done", shipmentId: made.value.shipment.id, code: null };
  return made.error.tag === "unavailable" ? undefined : { state: "refused", shipmentId: null, code: made.error.tag };
}

/** By the deployment's own keys: the tenant's are in Postgres. */
function placeOf(tenant: TenantId, id: OutboxId): Place {
  return { table: "deferred", column: "write", row: id, tenant };
}

function principalOf(sender: DeferredSender): UserId | ApiKeyId {
  return sender.kind === "user" ? sender.userId : sender.keyId;
}

function principalIn(caller: KnownCaller): UserId | ApiKeyId | undefined {
  if (caller.kind === "user") return caller.userId;
  return caller.kind === "key" ? caller.keyId : undefined;
}
