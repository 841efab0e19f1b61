import { addPayment, findPayment, findPaymentSubject, type PaymentRow, type PaymentSubject } from "../db/payments.ts";
import { actorOf, type KnownCaller } from "../domain/caller.ts";
import type { Failure } from "../domain/failure.ts";
import { mayPayment } from "../domain/permissions.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { NewPayment, Payment } from "../protocol/api/payments.ts";
import type { ShipmentId } from "../protocol/ids.ts";
import { dbFailure } from "./db-failure.ts";
import type { PaymentDeps } from "./payment-deps.ts";
import { askLater, settlePayment, tokenPlace } from "./payment-settling.ts";
import { paymentView } from "./payment-view.ts";
import { type Desk, deskOf } from "./people-desk.ts";

/** `isNew` is false when a payment of this id was there already, and that one is answered. */
interface Taken {
  readonly payment: Payment;
  readonly isNew: boolean;
}

interface Asked {
  readonly desk: Desk;
  readonly caller: KnownCaller;
  readonly subject: PaymentSubject;
  readonly input: NewPayment;
}

/** Written down before the provider hears of it: whoever dies in between leaves what the queue, or the round, goes on with. */
export async function takePayment(
  deps: PaymentDeps,
  shipmentId: ShipmentId,
  input: NewPayment,
): Promise<Result<Taken, Failure>> {
  const opened = await deskOf(deps);
  if (!opened.ok) return opened;
  const { desk, caller } = opened.value;
  const found = await findPaymentSubject(desk.tenant, shipmentId);
  if (!found.ok) return err(dbFailure(found.error));
  const subject = found.value;
  if (!subject || !mayPayment(caller, "create", subject)) return err({ tag: "not-found" });
  const asked = { desk, caller, subject, input };
  const known = await knownPayment(asked);
  if (!known.ok) return known;
  if (known.value) return answer(desk, known.value, false);
  const refused = await write(deps, asked);
  if (refused) return err(refused);
  const written = await knownPayment(asked);
  if (!written.ok) return written;
  // Taken by another payment of this shipment at this very moment.
  if (!written.value) return err({ tag: "not-allowed-now" });
  return answer(desk, await settled(deps, desk, written.value), true);
}

/** The payment of this id, where there is one; a conflict, where it is for something else. */
async function knownPayment({ desk, subject, input }: Asked): Promise<Result<PaymentRow | undefined, Failure>> {
  const found = await findPayment(desk.tenant, input.id);
  if (!found.ok) return err(dbFailure(found.error));
  const row = found.value;
  if (!row) return ok(undefined);
  const isSame =
    row.shipmentId === subject.shipmentId &&
    row.method === input.method &&
    row.amountMinor === input.amount.amountMinor &&
    row.currency === input.amount.currency;
  return isSame ? ok(row) : err({ tag: "conflict" });
}

async function write(deps: PaymentDeps, { desk, caller, subject, input }: Asked): Promise<Failure | undefined> {
  const { tripId, status, shipmentId, driverId } = subject;
  if (tripId === null || status === "cancelled" || status === "returned") return { tag: "not-allowed-now" };
  if (input.method === "card" && !deps.payments) return { tag: "not-allowed-now" };
  const { id, method, takenAt, amount } = input;
  const isCard = input.method === "card";
  const added = await addPayment(desk.tenant, {
    id,
    shipmentId,
    method,
    takenAt,
    ...amount,
    status: isCard ? "pending" : "collected",
    collectedBy: driverId,
    takenBy: actorOf(caller),
    idempotencyKey: id,
    cardTokenSealed: isCard ? await desk.seal(tokenPlace(id), input.cardToken) : null,
    askedAt: isCard ? deps.now() : null,
  });
  if (added.ok) return undefined;
  return added.error.tag === "taken" ? { tag: "not-allowed-now" } : dbFailure(added.error);
}

/** As the provider has it by now. Where it does not answer the driver goes on, and the queue asks. */
async function settled(deps: PaymentDeps, desk: Desk, row: PaymentRow): Promise<PaymentRow> {
  if (row.status !== "pending") return row;
  const asked = await settlePayment(deps, desk, row);
  if (asked.ok && asked.value.status !== "pending") return asked.value;
  await askLater(deps, row.tenantId, row.id);
  const now = await findPayment(desk.tenant, row.id);
  // Without the database it is told as it was a moment ago: it is written down, and that is what counts.
  return now.ok ? (now.value ?? row) : row;
}

async function answer(desk: Desk, row: PaymentRow, isNew: boolean): Promise<Result<Taken, Failure>> {
  return ok({ payment: await paymentView(desk, row), isNew });
}
