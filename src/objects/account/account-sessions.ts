import type { AccessProfile } from "../../domain/caller.ts";
import { newFamily, rotate, type Rotation } from "../../domain/refresh-rotation.ts";
import { typeIdFromBytes } from "../../domain/typeid.ts";
import { keyedHash, sameText } from "../../platform/keyed-hash.ts";
import { randomBytes } from "../../platform/random-token.ts";
import { readRefreshToken, writeRefreshToken, type RefreshToken } from "../../platform/refresh-token.ts";
import type { OpenedSession, RotatedSession, SessionInput } from "./account-rpc.ts";
import type { AccountOwner } from "./account-owner.ts";
import type { AccountStore } from "./account-store.ts";
import type { LivePlace } from "./live-store.ts";
import type { StoredSession } from "./session-store.ts";

const SESSION_ID_BYTES = 16;
const SESSION_SECRET_BYTES = 32;
/** A phone, a tablet and a few browsers, many times over. Beyond it the one unused for longest ends. */
const MAX_SESSIONS = 20;

/** A person's sessions, and the access that each new token of theirs says. */
export class AccountSessions {
  readonly #store: AccountStore;
  readonly #owner: AccountOwner;

  constructor(store: AccountStore, owner: AccountOwner) {
    this.#store = store;
    this.#owner = owner;
  }

  /** The epoch rises with every change, also over a wiped object: it is a time. */
  setProfile(profile: AccessProfile, now: number): { epoch: number } {
    const before = this.#store.access();
    if (before && isSame(before.profile, profile)) return { epoch: before.epoch };
    const epoch = Math.max(now, (before?.epoch ?? 0) + 1);
    this.#store.saveAccess(epoch, profile);
    if (before) this.#store.live.endAll();
    // Another role may ask for another second factor, so it starts with a new sign-in.
    if (profile.status === "suspended" || (before && before.profile.role !== profile.role)) this.endAll(now);
    return { epoch };
  }

  async open({ device, method, profile }: SessionInput, now: number): Promise<OpenedSession> {
    const id = typeIdFromBytes("ses", randomBytes(SESSION_ID_BYTES));
    const session = {
      id,
      device,
      method,
      secret: randomBytes(SESSION_SECRET_BYTES),
      family: newFamily(now),
      endedAt: null,
    };
    const refreshToken = await this.#token(session, session.family.generation);
    const known = this.#store.access()?.profile ?? profile;
    if (known.status === "suspended") return { ok: false, reason: "suspended" };
    this.setProfile(known, now);
    for (const { sessionId } of this.#store.sessions.live(now).slice(MAX_SESSIONS - 1)) this.end(sessionId, now);
    this.#store.sessions.add(session);
    return { ok: true, sessionId: id, refreshToken, profile: known };
  }

  /** A token that this object did not make changes nothing, or a session's id would be enough to end it. */
  async rotate(text: string, now: number): Promise<RotatedSession> {
    const token = readRefreshToken(text);
    const found = token && this.#find(token);
    if (!found || !sameText(token.mac, await mac(found.secret, token.generation)))
      return { ok: false, reason: "unknown" };
    // While the hash was made, another call may have rotated or ended the session: from here on nothing waits.
    const session = this.#find(token);
    const access = this.#store.access();
    if (!session || !access) return { ok: false, reason: "unknown" };
    if (access.profile.status === "suspended") return { ok: false, reason: "suspended" };
    if (session.endedAt !== null) return { ok: false, reason: "revoked" };
    const rotation = rotate(session.family, token.generation, now);
    const generation = this.#apply(session, rotation, now);
    if (generation === null) return { ok: false, reason: rotation.kind === "expired" ? "expired" : "reuse" };
    const refreshToken = await this.#token(session, generation);
    return { ok: true, refreshToken, sessionId: session.id, profile: access.profile };
  }

  /** Notes where a session is about to connect. False if it is over: its access token may live on for minutes. */
  goLive(sessionId: string, place: LivePlace, expiresAt: number, now: number): boolean {
    const isLive = this.#store.sessions.live(now).some((session) => session.sessionId === sessionId);
    if (isLive) this.#store.live.remember(place, sessionId, expiresAt);
    return isLive;
  }

  end(sessionId: string, now: number): boolean {
    return this.#store.sessions.end(sessionId, now);
  }

  endAll(now: number, except?: string): number {
    const ending = this.#store.sessions.live(now).filter(({ sessionId }) => sessionId !== except);
    for (const { sessionId } of ending) this.end(sessionId, now);
    return ending.length;
  }

  #find({ tenantId, personId, sessionId }: RefreshToken): StoredSession | null {
    const isOurs = tenantId === this.#owner.tenantId && personId === this.#owner.personId;
    return isOurs ? this.#store.sessions.find(sessionId) : null;
  }

  /** The generation to hand out, or null if there is none. */
  #apply({ id, family }: StoredSession, rotation: Rotation, now: number): number | null {
    switch (rotation.kind) {
      case "advance":
        this.#store.sessions.advance(id, rotation.family);
        return rotation.family.generation;
      case "repeat":
        return family.generation;
      case "reuse":
        this.end(id, now);
        return null;
      case "expired":
        return null;
    }
  }

  async #token({ id, secret }: StoredSession, generation: number): Promise<string> {
    return writeRefreshToken({ ...this.#owner, sessionId: id, generation, mac: await mac(secret, generation) });
  }
}

async function mac(secret: Uint8Array<ArrayBuffer>, generation: number): Promise<string> {
  return keyedHash(secret, [String(generation)]);
}

function isSame(a: AccessProfile, b: AccessProfile): boolean {
  const regions = (profile: AccessProfile): string => JSON.stringify(profile.regionIds?.toSorted() ?? null);
  return a.role === b.role && a.status === b.status && a.storeCode === b.storeCode && regions(a) === regions(b);
}
