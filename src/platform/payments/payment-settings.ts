import * as z from "zod";
import { err, ok, type Result } from "../../domain/result.ts";

/** Our key travels there: in the clear to this very machine only. */
const ProviderUrl = z
  .url("is not a URL")
  .refine(isSafe, "is neither https nor on this machine")
  .transform((url) => url.replace(/\/+$/, ""));

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
    PAYMENTS_URL: ProviderUrl,
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

/** Names what is wrong, never a value: the answer goes to the log. */
export type PaymentSettingsError = { readonly tag: "malformed"; readonly problems: readonly string[] };

/** Reads PAYMENTS and what belongs to it. */
export function readPaymentSettings(env: unknown): Result<PaymentSettings, PaymentSettingsError> {
  const parsed = Settings.safeParse(env);
  if (parsed.success) return ok(parsed.data);
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`);
  return err({ tag: "malformed", problems });
}

function isSafe(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === "https:" || (protocol === "http:" && ["localhost", "127.0.0.1", "[::1]"].includes(hostname));
}
