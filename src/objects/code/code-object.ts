import { DurableObject } from "cloudflare:workers";
import {
  CODE_DIGITS,
  CODE_LIFETIME_MS,
  NO_CODES,
  checkCode,
  forgottenAt,
  sendCode,
  type CodeRefusal,
  type CodeState,
  type SendRefusal,
} from "../../domain/one-time-code.ts";
import { keyedHash, sameText } from "../../platform/keyed-hash.ts";
import { randomDigits, randomToken } from "../../platform/random-token.ts";
import { AlarmSlots } from "../lib/alarm-slots.ts";
import { CodeStore } from "./code-store.ts";

export type IssuedCode =
  | { ok: true; challengeId: string; code: string; expiresAt: number }
  | { ok: false; reason: SendRefusal; retryAfterSeconds: number };

/** The reasons are for the log: whoever answers a person says the same to all of them. */
export type CheckedCode = { ok: true } | { ok: false; reason: CodeRefusal };

const CHALLENGE_ID_BYTES = 16;

/** The one-time codes of one login name for one purpose. Knows hashes only. */
export class CodeObject extends DurableObject<Env> {
  readonly #slots = new AlarmSlots<"forget">(this.ctx.storage, "code");
  #opened: CodeStore | null = null;

  async issue(subject: string): Promise<IssuedCode> {
    const challengeId = randomToken(CHALLENGE_ID_BYTES);
    const code = randomDigits(CODE_DIGITS);
    const mac = await this.#mac(subject, code, challengeId);
    // No await between reading and saving: two calls at once would both pass the limits.
    const now = Date.now();
    const sending = sendCode(this.#store().codes(), challengeId, mac, now);
    if (!sending.ok) return { ok: false, reason: sending.reason, retryAfterSeconds: sending.retryAfterSeconds };
    await this.#save(sending.state);
    return { ok: true, challengeId, code, expiresAt: now + CODE_LIFETIME_MS };
  }

  /** Hashes and compares in every case, so that the time taken tells nothing. */
  async check(subject: string, challengeId: string, code: string): Promise<CheckedCode> {
    const mac = await this.#mac(subject, code, challengeId);
    const isMade = CodeStore.isMade(this.ctx.storage);
    const before = isMade ? this.#store().codes() : NO_CODES;
    const matches = sameText(mac, before.challenge?.mac ?? "");
    const checking = checkCode(before, challengeId, matches, Date.now());
    if (isMade) await this.#save(checking.state);
    return checking.ok ? { ok: true } : { ok: false, reason: checking.reason };
  }

  override async alarm(): Promise<void> {
    const store = this.#store();
    const now = Date.now();
    const end = forgottenAt(store.codes());
    const wait = async (): Promise<void> => (end > now ? this.#slots.set("forget", end) : undefined);
    await this.#slots.run(now, { forget: wait });
    if (end <= now) await this.#wipe();
  }

  async #mac(subject: string, code: string, challengeId: string): Promise<string> {
    return keyedHash(this.env.HMAC_KEY, [subject, code, challengeId]);
  }

  async #save(state: CodeState): Promise<void> {
    this.#store().save(state);
    await this.#slots.set("forget", forgottenAt(state), "if-none");
  }

  /** Made on first use, because a wiped object may be asked again before it leaves memory. */
  #store(): CodeStore {
    return (this.#opened ??= new CodeStore(this.ctx.storage));
  }

  async #wipe(): Promise<void> {
    this.#opened = null;
    await this.#slots.wipe();
  }
}
