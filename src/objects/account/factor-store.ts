import * as z from "zod";
import { UNLOCKED, type FactorLock } from "../../domain/factor-lock.ts";

/** Secrets are sealed, recovery codes hashed. */
export interface Factors {
  readonly totp: { readonly secret: string; readonly lastStep: number } | null;
  /** Shown, but no code of it has come back yet. */
  readonly pending: { readonly secret: string; readonly expiresAt: number } | null;
  readonly recovery: readonly string[];
  readonly lock: FactorLock;
}

const NO_FACTORS: Factors = { totp: null, pending: null, recovery: [], lock: UNLOCKED };

const StoredFactors = z.strictObject({
  totp: z.strictObject({ secret: z.string(), lastStep: z.int() }).nullable(),
  pending: z.strictObject({ secret: z.string(), expiresAt: z.int() }).nullable(),
  recovery: z.array(z.string()),
  lock: z.strictObject({ failures: z.int(), locks: z.int(), lockedUntil: z.int() }),
});

/** One small row: all of it is read and written at once. */
export class FactorStore {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  factors(): Factors {
    const [row] = this.#sql.exec<{ state: string }>("SELECT state FROM factors");
    return row ? StoredFactors.parse(JSON.parse(row.state)) : NO_FACTORS;
  }

  save(factors: Factors): void {
    this.#sql.exec("INSERT OR REPLACE INTO factors VALUES (1, ?)", JSON.stringify(factors));
  }

  hasAny(): boolean {
    const { totp, recovery } = this.factors();
    return totp !== null || recovery.length > 0;
  }

  sweep(now: number): void {
    const factors = this.factors();
    if (factors.pending && factors.pending.expiresAt <= now) this.save({ ...factors, pending: null });
  }

  nextExpiry(): number | null {
    return this.factors().pending?.expiresAt ?? null;
  }
}
