import { env } from "cloudflare:workers";
import { beforeAll, expect, test, vi } from "vitest";
import { SANDBOX_CARDS } from "../../../src/objects/sandbox/charge-store.ts";
import { handleBatch } from "../../../src/jobs/queue.ts";
import { hexOf } from "../../../src/platform/sha256.ts";
import { keyedHash } from "../../../src/platform/keyed-hash.ts";
import { sandboxOutbox } from "../../../src/platform/object-stubs.ts";
import { listPayments, Payment } from "../../../src/protocol/api/payments.ts";
import { PaymentId, type ShipmentId } from "../../../src/protocol/ids.ts";
import { confirmPayment } from "../../../src/services/payment-settling.ts";
import { sweepTenantPayments } from "../../../src/services/sweep-payments.ts";
import { createMessageBatch } from "cloudflare:test";
import { cashOf, DUE, newDebt, newPayment } from "../access/payment-asks.ts";
import { newPlace, type Place } from "../access/place.ts";
import { jobDeps, REACHABLE } from "../jobs/job-deps.ts";
import { madeUpId } from "../objects/trip/trip-fixture.ts";
import { ask, newProof, post, tokensFor } from "./proof-round.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
let place: Place;
let token: Awaited<ReturnType<typeof tokensFor>>;

beforeAll(async () => {
  place = await newPlace();
  token = await tokensFor(place);
});

function cardOf(cardToken: string, over: object = {}) {
  return { ...cashOf(over), method: "card", cardToken };
}

async function take(shipmentId: ShipmentId, body: object) {
  const answer = await post(token.driver, `/shipments/${shipmentId}/payments`, body);
  return { status: answer.status, payment: answer.ok ? Payment.parse(await answer.json()) : null };
}

async function seen(id: string): Promise<Payment> {
  return Payment.parse(await (await ask(token.driver, `/api/v1/payments/${id}`)).json());
}

async function lines(query = "") {
  return listPayments.output.parse(await (await ask(token.admin, `/api/v1/payments${query}`)).json());
}

async function chargesOf(id: string) {
  return (await sandboxOutbox(env).listCharges()).filter(({ ref }) => ref.endsWith(id));
}

/** As the provider sends it. */
async function tell(id: string, type: string, over: object = {}, secret?: string): Promise<Response> {
  const metadata = { tenant_id: place.tenantId, payment_id: id };
  const intent = {
    id: `sandbox_${id}`,
    status: "succeeded",
    amount: DUE.amountMinor,
    currency: "eur",
    metadata,
    ...over,
  };
  const body = JSON.stringify({ type, data: { object: intent } });
  const seconds = Math.floor(Date.now() / 1_000);
  const key = await crypto.subtle.importKey(
    "raw",
    new TextEncoder().encode(secret ?? (await keyedHash(env.HMAC_KEY, ["sandbox payment events"]))),
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["sign"],
  );
  const signed = await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(`${seconds}.${body}`));
  const headers = { "stripe-signature": `t=${seconds},v1=${hexOf(new Uint8Array(signed))}` };
  return ask(undefined, "/api/v1/payment-events", { method: "POST", headers, body });
}

function jobOf(id: string) {
  return { tenantId: place.tenantId, paymentId: PaymentId.parse(id) };
}

test("a card is charged once, however often the driver's phone sends it", async () => {
  const shipmentId = await newDebt(place);
  const card = cardOf("pm_card_visa");
  const [first, second] = await Promise.all([take(shipmentId, card), take(shipmentId, card)]);
  expect([first.payment?.id, second.payment?.id]).toEqual([card.id, card.id]);
  expect(await seen(card.id)).toMatchObject({ status: "confirmed", amount: DUE, collectedBy: place.drivers[0] });
  expect(await take(shipmentId, card)).toMatchObject({ status: 200, payment: { status: "confirmed" } });
  expect(await chargesOf(card.id)).toHaveLength(1);
  expect(await take(shipmentId, { ...card, amount: { ...DUE, amountMinor: 1 } })).toMatchObject({ status: 409 });
});

test("a declined card leaves room for another one, and nobody pays twice", async () => {
  const shipmentId = await newDebt(place);
  const declined = await take(shipmentId, cardOf(SANDBOX_CARDS.declined));
  expect(declined).toMatchObject({ status: 201, payment: { status: "declined", declineCode: "card_declined" } });
  const tries = await Promise.all([1, 2, 3].map(async () => take(shipmentId, cashOf())));
  expect(tries.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409, 409]);
  expect(await take(shipmentId, cardOf("pm_card_visa"))).toMatchObject({ status: 409 });
});

test("a provider that does not answer costs the driver nothing: the trip goes on, and the queue asks", async () => {
  const shipmentId = await newDebt(place);
  const card = cardOf(SANDBOX_CARDS.slow);
  expect(await take(shipmentId, card)).toMatchObject({ status: 202, payment: { status: "pending", asks: 1 } });
  const started = await ask(token.driver, `/api/v1/trips/${place.trip.tripId}/start`, { method: "POST" });
  const path = `/api/v1/trips/${place.trip.tripId}/stops/${place.trip.stopIds[0]}/finish`;
  const headers = { "content-type": "application/json" };
  const finished = await ask(token.driver, path, { method: "POST", headers, body: "{}" });
  expect([started.status, finished.status]).toEqual([200, 200]);
  const deps = jobDeps(REACHABLE);
  // The queue asks too, two seconds later: whoever of the two is the third to ask hears the answer.
  const asked = async () => expect(await confirmPayment(deps, jobOf(card.id))).toMatchObject({ ok: true });
  await vi.waitFor(asked, { timeout: 10_000, interval: 10 });
  expect(await confirmPayment(deps, jobOf(card.id))).toMatchObject({ ok: true });
  expect(await seen(card.id)).toMatchObject({ status: "confirmed" });
  expect(await chargesOf(card.id)).toMatchObject([{ asks: 3 }]);
});

test("what the queue gives up on is a person's business, and the provider's late word still counts", async () => {
  const card = cardOf(SANDBOX_CARDS.lost);
  expect(await take(await newDebt(place), card)).toMatchObject({ status: 202 });
  const body = { kind: "confirm-payment", ...jobOf(card.id) };
  const message = { id: crypto.randomUUID(), timestamp: new Date(), attempts: 1, body };
  await handleBatch(createMessageBatch("doorstep-payments-dead", [message]), jobDeps(REACHABLE));
  expect(await seen(card.id)).toMatchObject({ status: "unclear" });
  expect((await tell(card.id, "payment_intent.succeeded")).status).toBe(200);
  const confirmed = await seen(card.id);
  expect(confirmed).toMatchObject({ status: "confirmed" });
  for (const type of ["payment_intent.succeeded", "payment_intent.payment_failed"])
    expect((await tell(card.id, type, type.endsWith("failed") ? { status: "canceled" } : {})).status).toBe(200);
  expect(await seen(card.id)).toEqual(confirmed);
});

test("only the provider is believed, and only about what was asked for", async () => {
  const card = cardOf(SANDBOX_CARDS.lost);
  await take(await newDebt(place), card);
  expect((await tell(card.id, "payment_intent.succeeded", {}, "whsec_of_somebody")).status).toBe(404);
  expect((await ask(undefined, "/api/v1/payment-events", { method: "POST", body: "{}" })).status).toBe(404);
  expect(await seen(card.id)).toMatchObject({ status: "pending" });
  expect((await tell(card.id, "payment_intent.succeeded", { amount: 1 })).status).toBe(200);
  expect(await seen(card.id)).toMatchObject({ status: "unclear", confirmedAt: null });
  const cash = await newPayment(place);
  for (const id of [cash, madeUpId("pay")]) expect((await tell(id, "payment_intent.succeeded")).status).toBe(200);
  expect(await seen(cash)).toMatchObject({ status: "collected" });
});

test("what a crash left between row and queue is asked about by the round, until the provider's keys are too old", async () => {
  const card = cardOf(SANDBOX_CARDS.lost);
  await take(await newDebt(place), card);
  const sent: unknown[] = [];
  const base = jobDeps(REACHABLE);
  const later = (ms: number) => ({
    ...base,
    queues: { ...base.queues, payments: losing(sent) },
    now: () => Date.now() + ms,
  });
  expect(await sweepTenantPayments(later(0), place.tenantId)).toMatchObject({ ok: true });
  expect(sent).toEqual([]);
  expect(await sweepTenantPayments(later(20 * MINUTE_MS), place.tenantId)).toMatchObject({ ok: true });
  expect(sent).toContainEqual({ kind: "confirm-payment", ...jobOf(card.id) });
  await confirmPayment(later(21 * HOUR_MS), jobOf(card.id));
  expect(await seen(card.id)).toMatchObject({ status: "unclear" });
});

/** A queue that loses everything, after it was seen. */
function losing(seenJobs: unknown[]): Queue {
  const lose = async (job: unknown) => {
    seenJobs.push(job);
    throw new Error("lost");
  };
  return { send: lose, sendBatch: lose, metrics: async () => lose(null) };
}

test("cash of a proof is counted once, whether or not the driver also says so", async () => {
  const shipmentId = await newDebt(place);
  const proof = await newProof({ files: [], cash: DUE });
  for (let time = 0; time < 2; time++) await post(token.driver, `/shipments/${shipmentId}/pod`, proof);
  expect(await take(shipmentId, cashOf())).toMatchObject({ status: 409 });
  const id = proof.id.replace("prf_", "pay_");
  expect(await seen(id)).toMatchObject({ method: "cash", status: "collected", amount: DUE });
  const line = (await lines()).items.find((item) => item.shipmentId === shipmentId);
  expect(line).toMatchObject({ dueMinor: 1_250, collectedMinor: 1_250, confirmedMinor: 0, standing: "unconfirmed" });
});

test("a manager decides with a note, and what is decided is what the list counts", async () => {
  const id = await newPayment(place);
  const { shipmentId } = await seen(id);
  const decide = async (outcome: string) =>
    post(token.admin, `/payments/${id}/resolve`, { outcome, note: "Counted at the desk" });
  expect((await post(token.driver, `/payments/${id}/resolve`, { outcome: "paid", note: "Mine" })).status).toBe(403);
  expect((await decide("paid")).status).toBe(200);
  const resolution = { by: place.admin.userId, note: "Counted at the desk" };
  expect(await seen(id)).toMatchObject({ status: "settled", resolution });
  const line = async () => (await lines()).items.find((item) => item.shipmentId === shipmentId);
  expect(await line()).toMatchObject({ confirmedMinor: 1_250, standing: "settled" });
  await decide("not-paid");
  expect(await line()).toMatchObject({ collectedMinor: 0, standing: "open" });
});

test("the list has what differs first, goes on where a page ended, and fits what was asked for", async () => {
  const all = (await lines("?limit=100")).items;
  const isSettled = all.map(({ standing }) => standing === "settled" || standing === "open");
  expect(isSettled).toEqual(isSettled.toSorted((a, b) => Number(a) - Number(b)));
  expect(new Set(isSettled).size).toBe(2);
  const paged: string[] = [];
  let after = "";
  do {
    const page = await lines(`?limit=2${after && `&after=${after}`}`);
    paged.push(...page.items.map(({ shipmentId }) => shipmentId));
    after = page.next ?? "";
  } while (after);
  expect(paged).toEqual(all.map(({ shipmentId }) => shipmentId));
  const open = await lines("?standing=open");
  expect(open.items.map(({ shipmentId }) => shipmentId)).toEqual(
    all.filter(({ standing }) => standing === "open").map(({ shipmentId }) => shipmentId),
  );
  expect((await lines(`?driverId=${place.drivers[1]}`)).items).toEqual([]);
  expect((await lines(`?from=${Date.now() + HOUR_MS}`)).items).toEqual([]);
  const other = await newPlace();
  const theirs = await ask((await tokensFor(other)).admin, "/api/v1/payments");
  expect(listPayments.output.parse(await theirs.json()).items).toEqual([]);
});
