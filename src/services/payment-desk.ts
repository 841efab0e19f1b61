import { type LineMark, type LineRow, listLines } from "../db/payment-lines.ts";
import { changePayment, findPayment, findPaymentSubject, type PaymentRow } from "../db/payments.ts";
import { actorOf, type KnownCaller } from "../domain/caller.ts";
import type { Failure } from "../domain/failure.ts";
import { nextPaymentStatus } from "../domain/payment/payment-state.ts";
import { grantFor, mayPayment, regionsOf, storeOf } from "../domain/permissions.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { Payment, PaymentLine } from "../protocol/api/payments.ts";
import { type DriverId, type PaymentId, ShipmentId } from "../protocol/ids.ts";
import type { PaymentOutcome, PaymentStanding } from "../protocol/payment.ts";
import { dbFailure } from "./db-failure.ts";
import { overtaken } from "./overtaken.ts";
import { cutPage, pageLimit } from "./page.ts";
import { paymentView, resolutionPlace } from "./payment-view.ts";
import { type Desk, deskOf, knownCaller, type PeopleDeps } from "./people-desk.ts";

interface Query {
  after?: string | undefined;
  limit?: number | undefined;
  standing?: PaymentStanding | undefined;
  driverId?: DriverId | undefined;
  from?: number | undefined;
  to?: number | undefined;
}

export async function listPayments(
  deps: PeopleDeps,
  { after, limit, ...query }: Query,
): Promise<Result<{ items: PaymentLine[]; next?: string }, Failure>> {
  const known = knownCaller(deps);
  if (!known.ok) return known;
  const caller = known.value;
  const isNarrow = grantFor(caller, "payment", "list") === "own";
  const own = caller.kind === "driver" ? caller.driverId : undefined;
  if (own !== undefined && query.driverId !== undefined && query.driverId !== own) return ok({ items: [] });
  const { wanted, read } = pageLimit(limit);
  const tenant = deps.db.forTenant({
    tenantId: caller.tenantId,
    actor: actorOf(caller),
    requestId: deps.requestId,
  });
  const found = await listLines(tenant, {
    ...query,
    driverId: own ?? query.driverId,
    regionIds: isNarrow ? regionsOf(caller) : undefined,
    storeCode: isNarrow ? storeOf(caller) : undefined,
    after: after === undefined ? undefined : readMark(after),
    limit: read,
  });
  if (!found.ok) return err(dbFailure(found.error));
  const { rows, ...next } = cutPage(found.value, wanted, markOf);
  return ok({ items: rows.map(lineOf), ...next });
}

function lineOf({ differs: _, ...row }: LineRow): PaymentLine {
  // Only shipments with money due are lines, and those have a currency.
  return { ...row, currency: row.currency ?? "" };
}

function markOf({ differs, shipmentId }: LineRow): string {
  return `${differs ? "d" : "s"}.${shipmentId}`;
}

function readMark(text: string): LineMark {
  return { differs: text.startsWith("d"), shipmentId: ShipmentId.parse(text.slice(2)) };
}

export async function getPayment(deps: PeopleDeps, paymentId: PaymentId): Promise<Result<Payment, Failure>> {
  const visible = await visiblePayment(deps, paymentId, "read");
  return visible.ok ? ok(await paymentView(visible.value.desk, visible.value.row)) : visible;
}

export async function resolvePayment(
  deps: PeopleDeps,
  paymentId: PaymentId,
  { outcome, note }: { readonly outcome: PaymentOutcome; readonly note: string },
): Promise<Result<Payment, Failure>> {
  const visible = await visiblePayment(deps, paymentId, "update");
  if (!visible.ok) return visible;
  const { desk, caller, row } = visible.value;
  const next = nextPaymentStatus(row.status, outcome === "paid" ? "settle" : "void");
  if (!next.ok) return err({ tag: "not-allowed-now" });
  const changed = await changePayment(desk.tenant, row, {
    status: next.value,
    cardTokenSealed: null,
    resolvedAt: deps.now(),
    resolvedBy: actorOf(caller),
    resolutionNoteSealed: await desk.seal(resolutionPlace(paymentId), note),
  });
  if (!changed.ok) return err(dbFailure(changed.error));
  return changed.value ? ok(await paymentView(desk, changed.value)) : overtaken(await getPayment(deps, paymentId));
}

/** What one may not see is not found. */
async function visiblePayment(
  deps: PeopleDeps,
  paymentId: PaymentId,
  action: "read" | "update",
): Promise<Result<{ desk: Desk; caller: KnownCaller; row: PaymentRow }, Failure>> {
  const opened = await deskOf(deps);
  if (!opened.ok) return opened;
  const { desk, caller } = opened.value;
  const found = await findPayment(desk.tenant, paymentId);
  if (!found.ok) return err(dbFailure(found.error));
  const row = found.value;
  if (!row) return err({ tag: "not-found" });
  const subject = await findPaymentSubject(desk.tenant, row.shipmentId);
  if (!subject.ok) return err(dbFailure(subject.error));
  return subject.value && mayPayment(caller, action, subject.value)
    ? ok({ desk, caller, row })
    : err({ tag: "not-found" });
}
