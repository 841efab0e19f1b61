import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Charge } from "../../../../src/platform/payments/payment-provider.ts";
import { readChargeNews } from "../../../../src/platform/payments/stripe-intent.ts";
import { stripePayments } from "../../../../src/platform/payments/stripe-payments.ts";
import { PaymentId, TenantId } from "../../../../src/protocol/ids.ts";
import { listenLocally } from "../../../../dev/ports.ts";

const TIMEOUT_MS = 150;
const tenantId = TenantId.parse(`tnt_${"0".repeat(26)}`);
const paymentId = PaymentId.parse(`pay_${"0".repeat(26)}`);
const CHARGE: Charge = {
  tenantId,
  paymentId,
  idempotencyKey: paymentId,
  amountMinor: 1_250,
  currency: "EUR",
  cardToken: "pm_card_visa",
  providerRef: null,
};

type Seen = Pick<IncomingMessage, "method" | "url" | "headers"> & { readonly body: string };
let seen: Seen[] = [];
let reply: (response: ServerResponse) => void;
const server = createServer((request, response) => {
  void hear(request, response);
});
let url = "";

async function hear(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method, url: path, headers } = request;
  seen.push({ method, url: path, headers, body: await text(request) });
  reply(response);
}

beforeAll(async () => {
  const port = await listenLocally(server);
  url = `http://127.0.0.1:${port}`;
});
beforeEach(() => {
  seen = [];
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function intent(over: object = {}) {
  const metadata = { tenant_id: tenantId, payment_id: paymentId };
  return {
    id: "pi_1",
    object: "payment_intent",
    status: "succeeded",
    amount: 1_250,
    currency: "eur",
    metadata,
    ...over,
  };
}

async function charge(status: number, body: unknown, over: Partial<Charge> = {}) {
  reply = (response) => response.writeHead(status).end(typeof body === "string" ? body : JSON.stringify(body));
  return stripePayments({ url, key: "sk_test_0123456789abcdef" }).charge({ ...CHARGE, ...over });
}

test("one request makes and confirms a charge, under a key that makes it once", async () => {
  expect(await charge(200, intent())).toEqual({ ok: true, value: { tag: "confirmed", providerRef: "pi_1" } });
  const [asked] = seen;
  expect(asked).toMatchObject({ method: "POST", url: "/v1/payment_intents" });
  expect(asked?.headers).toMatchObject({
    authorization: "Bearer sk_test_0123456789abcdef",
    "idempotency-key": paymentId,
    "stripe-version": "2024-06-20",
  });
  expect(Object.fromEntries(new URLSearchParams(asked?.body))).toMatchObject({
    amount: "1250",
    currency: "eur",
    payment_method: "pm_card_visa",
    confirm: "true",
    "metadata[payment_id]": paymentId,
  });
});

test("one that the provider knows by name is looked at and not asked for again", async () => {
  const looked = await charge(200, intent({ status: "processing" }), { providerRef: "pi_1" });
  expect(looked).toEqual({ ok: true, value: { tag: "waiting", providerRef: "pi_1" } });
  expect(seen).toMatchObject([{ method: "GET", url: "/v1/payment_intents/pi_1", body: "" }]);
});

const declined = { error: { type: "card_error", code: "card_declined", decline_code: "insufficient_funds" } };
test.each([
  [
    "refused",
    402,
    { error: { ...declined.error, payment_intent: intent({ status: "requires_payment_method" }) } },
    "pi_1",
  ],
  ["unknown", 400, { error: { type: "invalid_request_error", decline_code: "insufficient_funds" } }, null],
])("a card that is %s is declined, with the provider's word for it", async (_, status, body, providerRef) => {
  const answer = await charge(status, body);
  expect(answer).toEqual({ ok: true, value: { tag: "declined", providerRef, code: "insufficient_funds" } });
});

test.each([
  ["another amount", { amount: 1_251 }],
  ["another currency", { currency: "usd" }],
])("a charge of %s is in doubt", async (_, over) => {
  expect(await charge(200, intent(over))).toMatchObject({ ok: true, value: { tag: "doubt" } });
});

test.each([
  [500, "down", { tag: "unreachable", reason: "status" }],
  [409, "at work on the same key", { tag: "unreachable", reason: "status" }],
  [429, "busy", { tag: "unreachable", reason: "status" }],
  [200, "<html>", { tag: "unreachable", reason: "answer" }],
  [402, "<html>", { tag: "unreachable", reason: "answer" }],
  [401, "{}", { tag: "misconfigured", status: 401 }],
  [302, "", { tag: "misconfigured", status: 302 }],
])("%i (%s) says nothing about the money", async (status, body, error) => {
  expect(await charge(status, body)).toEqual({ ok: false, error });
});

test("a provider that does not answer, or is not there, is told apart from one that refuses", async () => {
  const provider = stripePayments({ url, key: "sk_test_0123456789abcdef" }, TIMEOUT_MS);
  reply = () => undefined;
  expect(await provider.charge(CHARGE)).toEqual({ ok: false, error: { tag: "unreachable", reason: "timeout" } });
  reply = (response) => response.destroy();
  expect(await provider.charge(CHARGE)).toEqual({ ok: false, error: { tag: "unreachable", reason: "network" } });
});

test("only events about charges of ours are news", () => {
  const told = (type: string, object: unknown) => readChargeNews({ type, data: { object } });
  expect(told("payment_intent.succeeded", intent())).toEqual({
    tenantId,
    paymentId,
    amountMinor: 1_250,
    currency: "EUR",
    state: { tag: "confirmed", providerRef: "pi_1" },
  });
  const failed = intent({ status: "requires_payment_method", last_payment_error: { decline_code: "stolen_card" } });
  expect(told("payment_intent.payment_failed", failed)?.state).toMatchObject({ tag: "declined", code: "stolen_card" });
  expect(told("payment_intent.succeeded", intent({ metadata: {} }))).toBeNull();
  expect(told("charge.refunded", intent())).toBeNull();
  expect(readChargeNews("nothing")).toBeNull();
});
