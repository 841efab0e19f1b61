import * as z from "zod";
import type { ChargeState } from "../../platform/payments/payment-provider.ts";
import type { SandboxCharge } from "../../platform/payments/sandbox-payments.ts";
import type { Migration } from "../lib/sqlite-migrations.ts";

export const CHARGES_MIGRATION: Migration = {
  id: "0003-charges",
  sql: `CREATE TABLE charges (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    ref TEXT NOT NULL,
    amountMinor INTEGER NOT NULL,
    currency TEXT NOT NULL,
    card TEXT NOT NULL,
    asks INTEGER NOT NULL,
    askedAt INTEGER NOT NULL
  )`,
};

/** As many as messages. */
const KEPT_MAX = 100;
/** What a card does, by its token. Any other one pays. */
const SLOW_ASKS = 2;
export const SANDBOX_CARDS = {
  /** No answer to the first two questions; the money is taken with the first. */
  slow: "pm_sandbox_slow",
  /** Never an answer, and nobody knows what became of it. */
  lost: "pm_sandbox_lost",
  declined: "pm_sandbox_declined",
} as const;

const KeptCharge = z.object({
  ref: z.string(),
  amountMinor: z.int(),
  currency: z.string(),
  card: z.string(),
  asks: z.int(),
  askedAt: z.int(),
});
type KeptCharge = z.infer<typeof KeptCharge>;

/** One charge for each key, however often it is asked for, as at a real provider. */
export class ChargeStore {
  readonly #sql: SqlStorage;

  /** Its table is made with the sandbox's other ones. */
  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Null: no answer. */
  charge(
    { idempotencyKey, paymentId, amountMinor, currency, cardToken }: SandboxCharge,
    now: number,
  ): ChargeState | null {
    const values = [idempotencyKey, `sandbox_${paymentId}`, amountMinor, currency, cardToken, now];
    const row = this.#sql
      .exec(
        `INSERT INTO charges (key, ref, amountMinor, currency, card, asks, askedAt) VALUES (?, ?, ?, ?, ?, 1, ?)
         ON CONFLICT (key) DO UPDATE SET asks = asks + 1 RETURNING ref, amountMinor, currency, card, asks, askedAt`,
        ...values,
      )
      .one();
    this.#sql.exec(
      "DELETE FROM charges WHERE position NOT IN (SELECT position FROM charges ORDER BY position DESC LIMIT ?)",
      KEPT_MAX,
    );
    return answerTo(KeptCharge.parse(row), { amountMinor, currency });
  }

  /** Newest first. */
  list(): KeptCharge[] {
    const rows = this.#sql.exec(
      "SELECT ref, amountMinor, currency, card, asks, askedAt FROM charges ORDER BY position DESC",
    );
    return z.array(KeptCharge).parse(rows.toArray());
  }
}

function answerTo(
  { ref, card, asks, ...kept }: KeptCharge,
  asked: { readonly amountMinor: number; readonly currency: string },
): ChargeState | null {
  if (card === SANDBOX_CARDS.lost || (card === SANDBOX_CARDS.slow && asks <= SLOW_ASKS)) return null;
  if (card === SANDBOX_CARDS.declined) return { tag: "declined", providerRef: ref, code: "card_declined" };
  const isSame = kept.amountMinor === asked.amountMinor && kept.currency === asked.currency;
  return { tag: isSame ? "confirmed" : "doubt", providerRef: ref };
}
