import { afterWrongFactor, isLocked, UNLOCKED } from "../../domain/factor-lock.ts";
import { RECOVERY_CODE_BYTES, RECOVERY_CODES, readRecoveryCode, recoveryCode } from "../../domain/recovery-code.ts";
import { judgeTotp, totpSteps } from "../../domain/totp-step.ts";
import { fromBase64url, toBase64url } from "../../platform/base64url.ts";
import { keyedHash, sameText } from "../../platform/keyed-hash.ts";
import { randomBytes } from "../../platform/random-token.ts";
import { open, openMasterKeys, seal, type Place } from "../../platform/sealed-text.ts";
import { matchTotpStep, toBase32, TOTP_SECRET_BYTES } from "../../platform/totp.ts";
import type { AccountOwner } from "./account-owner.ts";
import type { ConfirmedTotp, RecoveryVerdict, TotpVerdict } from "./account-rpc.ts";
import type { FactorStore } from "./factor-store.ts";

/** Time to install an authenticator app first. */
const PENDING_MS = 30 * 60_000;

export type FactorKeys = { readonly hmacKey: string; readonly dataKey: string };

/**
 * A person's authenticator app and recovery codes. Each method does its hashing first and then reads, judges and saves
 * without waiting, so that tries made at once are counted one by one.
 */
export class SecondFactors {
  readonly #store: FactorStore;
  readonly #owner: AccountOwner;
  readonly #keys: FactorKeys;

  constructor(store: FactorStore, owner: AccountOwner, keys: FactorKeys) {
    this.#store = store;
    this.#owner = owner;
    this.#keys = keys;
  }

  /** What was set up before stays good until a code of the new secret comes back. */
  async beginTotp(now: number): Promise<{ secret: string }> {
    const secret = randomBytes(TOTP_SECRET_BYTES);
    const sealed = await seal(await this.#ring(), this.#place(), toBase64url(secret));
    this.#store.save({ ...this.#store.factors(), pending: { secret: sealed, expiresAt: now + PENDING_MS } });
    return { secret: toBase32(secret) };
  }

  async confirmTotp(code: string, now: number): Promise<ConfirmedTotp> {
    const { pending } = this.#store.factors();
    if (!pending || pending.expiresAt <= now) return { ok: false };
    const step = await this.#matchStep(pending.secret, code, now);
    if (step === null) return { ok: false };
    const recoveryCodes = Array.from({ length: RECOVERY_CODES }, () => recoveryCode(randomBytes(RECOVERY_CODE_BYTES)));
    const recovery = await Promise.all(recoveryCodes.map(async (plain) => this.#hash(plain)));
    if (this.#store.factors().pending?.secret !== pending.secret) return { ok: false };
    const totp = { secret: pending.secret, lastStep: step };
    this.#store.save({ totp, pending: null, recovery, lock: UNLOCKED });
    return { ok: true, recoveryCodes };
  }

  async checkTotp(code: string, now: number): Promise<TotpVerdict> {
    const before = this.#store.factors().totp;
    const step = before ? await this.#matchStep(before.secret, code, now) : null;
    const factors = this.#store.factors();
    const { totp, lock } = factors;
    if (isLocked(lock, now)) return "locked";
    if (!totp || totp.secret !== before?.secret) return "wrong";
    const judged = judgeTotp(totp.lastStep, step);
    if (judged.verdict === "ok") {
      this.#store.save({ ...factors, totp: { ...totp, lastStep: judged.lastStep }, lock: UNLOCKED });
    }
    if (judged.verdict === "wrong") this.#store.save({ ...factors, lock: afterWrongFactor(lock, now) });
    return judged.verdict;
  }

  async checkRecovery(typed: string, now: number): Promise<RecoveryVerdict> {
    const hash = await this.#hash(readRecoveryCode(typed) ?? "");
    const factors = this.#store.factors();
    if (isLocked(factors.lock, now)) return "locked";
    const left = factors.recovery.filter((stored) => !sameText(stored, hash));
    const isRight = left.length < factors.recovery.length;
    const lock = isRight ? UNLOCKED : afterWrongFactor(factors.lock, now);
    this.#store.save({ ...factors, recovery: left, lock });
    return isRight ? "ok" : "wrong";
  }

  async #matchStep(sealed: string, code: string, now: number): Promise<number | null> {
    const secret = await open(await this.#ring(), this.#place(), sealed);
    if (!secret.ok) throw new Error(`The authenticator secret does not open: ${secret.error.tag}.`);
    return matchTotpStep(fromBase64url(secret.value), code, totpSteps(now));
  }

  async #ring() {
    return openMasterKeys([this.#keys.dataKey]);
  }

  #place(): Place {
    return { table: "account", column: "totp_secret", row: this.#owner.personId, tenant: this.#owner.tenantId };
  }

  async #hash(plain: string): Promise<string> {
    return keyedHash(this.#keys.hmacKey, ["recovery code", this.#owner.personId, plain]);
  }
}
