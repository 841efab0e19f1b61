import { DurableObject } from "cloudflare:workers";
import type { AccessProfile } from "../../domain/caller.ts";
import { mayRemovePasskey } from "../../domain/sign-in-step.ts";
import type { TripId } from "../../protocol/ids.ts";
import { AlarmSlots } from "../lib/alarm-slots.ts";
import { readAccountOwner } from "./account-owner.ts";
import type * as rpc from "./account-rpc.ts";
import { AccountSessions } from "./account-sessions.ts";
import { AccountStore } from "./account-store.ts";
import { endLive } from "./end-live.ts";
import type { LivePlace } from "./live-store.ts";
import { SecondFactors } from "./second-factors.ts";

/** A socket of an ended session has to close within two seconds, so a place that did not answer is told again soon. */
const END_AGAIN_MS = 1_000;

type Opened = { store: AccountStore; sessions: AccountSessions; factors: SecondFactors };

/** One person: access, sessions, second factors. The single writer of all three, so nothing here needs Postgres. */
export class AccountObject extends DurableObject<Env> {
  readonly #slots = new AlarmSlots<"sweep" | "end-live">(this.ctx.storage, "account");
  #opened: Opened | null = null;

  async setProfile(profile: AccessProfile): Promise<{ epoch: number }> {
    return this.#change(async ({ sessions }, now) => sessions.setProfile(profile, now));
  }

  async openSession(input: rpc.SessionInput): Promise<rpc.OpenedSession> {
    return this.#change(async ({ sessions }, now) => sessions.open(input, now));
  }

  async rotate(refreshToken: string): Promise<rpc.RotatedSession> {
    return this.#visit({ ok: false, reason: "unknown" }, async ({ sessions }, now) =>
      sessions.rotate(refreshToken, now),
    );
  }

  async listSessions(): Promise<rpc.SessionInfo[]> {
    return this.#visit([], async ({ store }, now) => store.sessions.live(now));
  }

  /** False if there was no such live session. */
  async endSession(sessionId: string): Promise<boolean> {
    return this.#visit(false, async ({ sessions }, now) => sessions.end(sessionId, now));
  }

  /** How many ended. */
  async endAllSessions(except?: string): Promise<number> {
    return this.#visit(0, async ({ sessions }, now) => sessions.endAll(now, except));
  }

  /** Before a ticket is made out. False if the session is over. */
  async goLive(sessionId: string, place: LivePlace, expiresAt: number): Promise<boolean> {
    return this.#visit(false, async ({ sessions }, now) => sessions.goLive(sessionId, place, expiresAt, now));
  }

  /** The trip that this driver is on; null when off duty. */
  async setDuty(tripId: TripId | null): Promise<void> {
    return this.#change(async ({ store }) => store.live.setDuty(tripId));
  }

  /** The same, unless another trip came first. A driver keeps the last trip after it ended, for fixes that come late. */
  async takeDuty(tripId: TripId, insteadOf: TripId | null): Promise<boolean> {
    return this.#change(async ({ store }) => {
      if (store.live.duty() !== insteadOf) return false;
      store.live.setDuty(tripId);
      return true;
    });
  }

  async duty(): Promise<TripId | null> {
    return this.#visit(null, async ({ store }) => store.live.duty());
  }

  async factors(): Promise<rpc.FactorsInfo> {
    const none = { totp: false, passkeys: [], recoveryLeft: 0 };
    return this.#visit(none, async ({ store }) => {
      const { totp, recovery } = store.factors.factors();
      return { totp: totp !== null, passkeys: store.passkeys.list(), recoveryLeft: recovery.length };
    });
  }

  async beginTotp(): Promise<{ secret: string }> {
    return this.#change(async ({ factors }, now) => factors.beginTotp(now));
  }

  async confirmTotp(code: string): Promise<rpc.ConfirmedTotp> {
    return this.#visit({ ok: false }, async ({ factors }, now) => factors.confirmTotp(code, now));
  }

  async checkTotp(code: string): Promise<rpc.TotpVerdict> {
    return this.#visit("wrong", async ({ factors }, now) => factors.checkTotp(code, now));
  }

  async checkRecovery(code: string): Promise<rpc.RecoveryVerdict> {
    return this.#visit("wrong", async ({ factors }, now) => factors.checkRecovery(code, now));
  }

  /** False when the ticket was spent before, or is past its time. */
  async spendTicket(jti: string, expiresAt: number): Promise<boolean> {
    return this.#change(async ({ store }, now) => store.marks.putOnce("ticket", jti, expiresAt, now));
  }

  /** False if it is there already, or too many are. */
  async addPasskey(passkey: rpc.Passkey): Promise<boolean> {
    return this.#change(async ({ store }, now) => store.passkeys.add(passkey, now));
  }

  async findPasskey(credentialId: string): Promise<rpc.Passkey | null> {
    return this.#visit(null, async ({ store }) => store.passkeys.find(credentialId));
  }

  /** False for an unknown key, and for a counter that did not rise. */
  async usePasskey(credentialId: string, newCounter: number): Promise<boolean> {
    return this.#visit(false, async ({ store }, now) => store.passkeys.use(credentialId, newCounter, now));
  }

  /** Looked at and removed without waiting: of two last passkeys removed at once, one stays. */
  async removePasskey(credentialId: string): Promise<rpc.PasskeyRemoval> {
    return this.#visit("unknown", async ({ store }) => {
      if (!store.passkeys.find(credentialId)) return "unknown";
      const left = { totp: store.factors.factors().totp !== null, passkeys: store.passkeys.list().length };
      const role = store.access()?.profile.role;
      if (role && !mayRemovePasskey(role, left)) return "last-factor";
      store.passkeys.remove(credentialId);
      return "removed";
    });
  }

  async rememberChallenge(challenge: string, purpose: string, expiresAt: number): Promise<void> {
    return this.#change(async ({ store }) => store.marks.putNewest(challengeKind(purpose), challenge, expiresAt));
  }

  /** Good once. */
  async takeChallenge(challenge: string, purpose: string): Promise<boolean> {
    return this.#visit(false, async ({ store }, now) => store.marks.take(challengeKind(purpose), challenge, now));
  }

  async erase(): Promise<void> {
    this.#opened = null;
    await this.#slots.wipe();
  }

  override async alarm(): Promise<void> {
    const now = Date.now();
    const { store } = this.#open();
    let isNeeded = true;
    const sweep = async (): Promise<void> => {
      isNeeded = store.sweep(now);
      if (isNeeded) await this.#planSweep(store, now);
    };
    await this.#slots.run(now, { sweep, "end-live": async () => this.#endLive(store, now) });
    if (!isNeeded) await this.erase();
  }

  /** For what only looks or ends: an object that holds nothing has one answer, and must not come to hold tables for it. */
  async #visit<T>(nothing: T, work: (opened: Opened, now: number) => Promise<T>): Promise<T> {
    return this.#opened || AccountStore.isMade(this.ctx.storage) ? this.#change(work) : nothing;
  }

  async #change<T>(work: (opened: Opened, now: number) => Promise<T>): Promise<T> {
    const opened = this.#open();
    const now = Date.now();
    const result = await work(opened, now);
    // Erased while the work was hashing: what it answers is true no more, but it must not bring the tables back.
    if (this.#opened === opened) {
      await this.#endLive(opened.store, now);
      await this.#planSweep(opened.store, now);
    }
    return result;
  }

  async #endLive(store: AccountStore, now: number): Promise<void> {
    if (!(await endLive(this.env, readAccountOwner(this.ctx.id.name), store.live, now)))
      await this.#slots.set("end-live", now + END_AGAIN_MS, "if-sooner");
  }

  async #planSweep(store: AccountStore, now: number): Promise<void> {
    const at = store.nextSweepAt(now);
    if (at !== null) await this.#slots.set("sweep", at, "if-sooner");
  }

  /** Made on first use, because an erased object may be asked again before it leaves memory. */
  #open(): Opened {
    if (this.#opened) return this.#opened;
    const owner = readAccountOwner(this.ctx.id.name);
    const store = new AccountStore(this.ctx.storage);
    const keys = { hmacKey: this.env.HMAC_KEY, dataKey: this.env.DATA_KEY };
    const sessions = new AccountSessions(store, owner);
    return (this.#opened = { store, sessions, factors: new SecondFactors(store.factors, owner, keys) });
  }
}

function challengeKind(purpose: string): string {
  return `challenge ${purpose}`;
}
