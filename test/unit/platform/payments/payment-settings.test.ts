import { expect, test } from "vitest";
import { readPaymentSettings } from "../../../../src/platform/payments/payment-settings.ts";

const STRIPE = {
  PAYMENTS: "stripe",
  PAYMENTS_URL: "https://api.provider.example/",
  PAYMENTS_KEY: "sk_test_0123456789abcdef",
  PAYMENTS_EVENT_SECRET: "whsec_0123456789abcdef,whsec_fedcba9876543210",
};

test("a provider's settings are read, with two secrets for its events", () => {
  expect(readPaymentSettings(STRIPE)).toEqual({
    ok: true,
    value: {
      kind: "stripe",
      url: "https://api.provider.example",
      key: STRIPE.PAYMENTS_KEY,
      eventSecrets: ["whsec_0123456789abcdef", "whsec_fedcba9876543210"],
    },
  });
});

test.each([
  ["a key that is missing", { ...STRIPE, PAYMENTS_KEY: undefined }, "PAYMENTS_KEY is missing"],
  ["an address in the clear", { ...STRIPE, PAYMENTS_URL: "http://pay.example" }, "PAYMENTS_URL is neither https"],
  ["three secrets", { ...STRIPE, PAYMENTS_EVENT_SECRET: "a,b,c" }, "PAYMENTS_EVENT_SECRET"],
  ["a sandbox where goods go out", { PAYMENTS: "sandbox", APP_ENV: "production" }, "APP_ENV has no sandbox"],
  ["another provider", { PAYMENTS: "barter" }, "PAYMENTS is neither"],
])("%s is named without its value", (_, env, said) => {
  const read = readPaymentSettings(env);
  expect(read.ok ? [] : read.error.problems.join("; ")).toContain(said);
  expect(JSON.stringify(read)).not.toContain("sk_test");
});
