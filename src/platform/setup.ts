import type { Result } from "../domain/result.ts";
import { type Config, readConfig } from "./config.ts";
import { type MessageSettings, readMessageSettings } from "./messages/message-settings.ts";
import { type PaymentSettings, readPaymentSettings } from "./payments/payment-settings.ts";
import type { RoadRouter } from "./routing/road-router.ts";
import { readRoutingSettings } from "./routing/routing-settings.ts";
import { DirectUploads } from "./s3/direct-uploads.ts";
import { readS3Settings } from "./s3/s3-settings.ts";
import { type KeyRing, openMasterKeys } from "./sealed-text.ts";
import { importSigningKeys, type SigningKeys } from "./signing-keys.ts";

/** All that is read from the environment, once for each runtime. */
export interface Setup {
  readonly config: Config;
  readonly messages: MessageSettings;
  readonly payments: PaymentSettings;
  readonly keys: SigningKeys;
  readonly masterKeys: KeyRing;
  /** Null where lines are straight. */
  readonly router: RoadRouter | null;
  /** Null where files are sent through us. */
  readonly direct: DirectUploads | null;
}

/** Or everything that is wrong with it, so that it is mended at once. */
export async function readSetup(env: Env): Promise<Result<Setup, string[]>> {
  const read = readConfig(env);
  const messages = readMessageSettings(env);
  const routing = readRoutingSettings(env);
  const payments = readPaymentSettings(env);
  const bucket = readS3Settings(env);
  const keys = await importSigningKeys(read.ok ? read.config.signingKeys : "[]");
  if (read.ok && messages.ok && routing.ok && payments.ok && bucket.ok && keys.ok) {
    const masterKeys = await openMasterKeys(read.config.dataKeys);
    const direct = bucket.value && new DirectUploads(bucket.value);
    const chosen = { messages: messages.value, payments: payments.value, router: routing.value, direct };
    return { ok: true, value: { config: read.config, ...chosen, keys: keys.value, masterKeys } };
  }
  const settings = [messages, routing, payments, bucket].flatMap((one) => (one.ok ? [] : one.error.problems));
  const ofKeys = keys.ok || !read.ok ? [] : keys.error.problems.map((problem) => `SIGNING_KEYS ${problem}`);
  return { ok: false, error: [...(read.ok ? [] : read.problems), ...settings, ...ofKeys] };
}
