import { err, ok, type Result } from "../../domain/result.ts";
import type { Charge, ChargeError, ChargeState, PaymentProvider } from "./payment-provider.ts";
import { declineCode, Intent, intentForm, Refused, stateOf } from "./stripe-intent.ts";

/** Somebody stands at a door with a card in hand; whoever takes longer is asked again from the queue. */
const TIMEOUT_MS = 4_000;
/** The shape of answers is fixed by this, whatever the account's own default becomes. */
const VERSION = "2024-06-20";
const UNAUTHORIZED = 401;
const FORBIDDEN = 403;
const CLIENT_ERROR = 400;
const CONFLICT = 409;
const TOO_MANY_REQUESTS = 429;
const SERVER_ERROR = 500;

export interface StripeSettings {
  readonly url: string;
  readonly key: string;
}

/** PaymentIntents, made and confirmed in one request; their idempotency keys live for a day at least. */
export function stripePayments({ url, key }: StripeSettings, timeoutMs = TIMEOUT_MS): PaymentProvider {
  const charge = async (asked: Charge): Promise<Result<ChargeState, ChargeError>> => {
    try {
      const { providerRef, idempotencyKey } = asked;
      const headers = { Authorization: `Bearer ${key}`, "Stripe-Version": VERSION };
      const request =
        providerRef === null
          ? { method: "POST", headers: { ...headers, "Idempotency-Key": idempotencyKey }, body: intentForm(asked) }
          : { headers };
      const response = await fetch(`${url}/v1/payment_intents${providerRef === null ? "" : `/${providerRef}`}`, {
        ...request,
        // A redirect would carry our key to wherever it points.
        redirect: "manual",
        signal: AbortSignal.timeout(timeoutMs),
      });
      return read(response.status, await response.text(), asked);
    } catch (error) {
      // fetch throws these alone, and so does reading a body that breaks off.
      const timedOut = error instanceof Error && error.name === "TimeoutError";
      return err({ tag: "unreachable", reason: timedOut ? "timeout" : "network" });
    }
  };
  return { charge };
}

function read(status: number, text: string, asked: Charge): Result<ChargeState, ChargeError> {
  if (status >= SERVER_ERROR || status === CONFLICT || status === TOO_MANY_REQUESTS)
    return err({ tag: "unreachable", reason: "status" });
  if (status < CLIENT_ERROR && status !== 200) return err({ tag: "misconfigured", status });
  if (status === UNAUTHORIZED || status === FORBIDDEN) return err({ tag: "misconfigured", status });
  const body = parse(text);
  return status === 200 ? readIntent(body, asked) : readRefusal(body);
}

function readIntent(body: unknown, asked: Charge): Result<ChargeState, ChargeError> {
  const intent = Intent.safeParse(body);
  return intent.success ? ok(stateOf(intent.data, asked)) : err({ tag: "unreachable", reason: "answer" });
}

/** 402 is a card that was refused, 400 and 404 are a token that stands for none: nothing was charged. */
function readRefusal(body: unknown): Result<ChargeState, ChargeError> {
  const refused = Refused.safeParse(body);
  if (!refused.success) return err({ tag: "unreachable", reason: "answer" });
  const { payment_intent: intent, ...failed } = refused.data.error;
  return ok({ tag: "declined", providerRef: intent?.id ?? null, code: declineCode(failed) });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Some box in between answered with a page of its own: no schema takes it.
    return undefined;
  }
}
