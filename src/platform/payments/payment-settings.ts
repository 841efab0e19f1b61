import * as z from "zod";
import type { Result } from "../../domain/result.ts";
import { readSettings, ServiceUrl, type SettingsError } from "../read-settings.ts";

/** One line, because it ends up in a header. */
const Key = z.string("is missing").regex(/^\w{16,256}$/, "is not a provider's key");

/** One, or two with a comma while one takes the other's place. */
const Secrets = z
  .string("is missing")
  .transform((text) => text.split(","))
  .pipe(
    z
      .array(z.string().regex(/^\w{16,256}$/, "is not a signing secret"))
      .min(1)
      .max(2),
  );

const Stripe = z
  .object({
    PAYMENTS: z.literal("stripe"),
    PAYMENTS_URL: ServiceUrl,
    PAYMENTS_KEY: Key,
    PAYMENTS_EVENT_SECRET: Secrets,
  })
  .transform((vars) => ({
    kind: vars.PAYMENTS,
    url: vars.PAYMENTS_URL,
    key: vars.PAYMENTS_KEY,
    eventSecrets: vars.PAYMENTS_EVENT_SECRET,
  }));

const Sandbox = z
  .object({
    PAYMENTS: z.literal("sandbox"),
    APP_ENV: z.enum(["development", "test"], "has no sandbox: goods would go out unpaid"),
  })
  .transform(({ PAYMENTS }) => ({ kind: PAYMENTS }));

const CashOnly = z.object({ PAYMENTS: z.literal("cash-only") }).transform(({ PAYMENTS }) => ({ kind: PAYMENTS }));

const Settings = z.discriminatedUnion(
  "PAYMENTS",
  [Stripe, Sandbox, CashOnly],
  'is neither "sandbox", "stripe" nor "cash-only"',
);
export type PaymentSettings = z.output<typeof Settings>;

/** Reads PAYMENTS and what belongs to it. */
export function readPaymentSettings(env: unknown): Result<PaymentSettings, SettingsError> {
  return readSettings(Settings, env);
}
