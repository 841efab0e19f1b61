import { LADDER, type LadderLimits, replicaFor, shardsFor } from "../../domain/region/ladder.ts";
import type { Relay } from "../../domain/region/relay.ts";
import { randomToken } from "../../platform/random-token.ts";
import type { RegionChecksum } from "../../protocol/live/dispatch-down.ts";
import type { RegionStore } from "./region-store.ts";

/** 72 bits: a link of an earlier life is never taken for one of this. */
const LINK_BYTES = 9;
/** Five seconds of ticks. A replica that is slower is told less; the gap makes it ask for a picture. */
const UNANSWERED_MAX = 50;
/** A replica that cannot be reached is not called, and not complained of, ten times a second. */
const PAUSE_MS = 1_000;
/** Whoever is sent to a replica is there by then, and counted by it. */
const ARRIVAL_MS = 5_000;

interface RelayTarget {
  /** Answers how many look. */
  relay(relay: Relay): Promise<number>;
}

export interface LadderDeps {
  readonly limits: LadderLimits | null;
  readonly replica: (number: number) => RelayTarget;
  /** Keeps the object awake for work that nobody waits for. */
  readonly later: (work: Promise<unknown>) => void;
  readonly onFailure: (error: unknown) => void;
  /** Nobody looks at a replica any more. */
  readonly onLeft: () => void;
}

interface Link {
  readonly id: string;
  /** Always the same stub while it works: only then calls arrive in the order in which they were made. */
  target: RelayTarget;
  n: number;
  viewers: number;
  /** When a viewer was sent there last. */
  sentAt: number;
  unanswered: number;
  pausedUntil: number;
}

/** What a region tells everybody at once. */
export type Told = Pick<Relay, "deltas" | "frame" | "checksum">;

export interface LinkCheck {
  readonly replica: number;
  readonly link: string;
  readonly checksum: RegionChecksum;
}

/** The shards that collect a region's reports, and the replicas that tell its viewers. */
export class Ladder {
  readonly limits: LadderLimits;
  readonly #deps: LadderDeps;
  readonly #store: RegionStore;
  readonly #links = new Map<number, Link>();
  #shards: number;
  relays = 0;

  constructor(store: RegionStore, deps: LadderDeps) {
    this.#store = store;
    this.#deps = deps;
    this.limits = deps.limits ?? LADDER;
    const { shards, replicas } = store.ladder();
    this.#shards = shards;
    // Who looks there now is not known, but somebody did: the first answer tells.
    for (const replica of replicas) this.#links.set(replica, { ...this.#newLink(replica), viewers: 1 });
  }

  get shards(): number {
    return this.#shards;
  }

  get replicas(): number[] {
    return [...this.#links.keys()];
  }

  /** In all replicas. */
  get viewers(): number {
    return [...this.#links.values()].reduce((sum, { viewers }) => sum + viewers, 0);
  }

  get isTelling(): boolean {
    return [...this.#links.values()].some(({ unanswered }) => unanswered > 0);
  }

  /** How many trips there are decides who takes their reports. */
  fit(trips: number): number {
    const shards = shardsFor(trips, this.#shards, this.limits);
    if (shards !== this.#shards) {
      this.#shards = shards;
      this.#save();
    }
    return shards;
  }

  /** A replica with room for one more viewer. */
  assign(now: number): number | null {
    const counts = [...this.#links].map(([replica, { viewers }]) => [replica, viewers] as const);
    const replica = replicaFor(new Map(counts), this.limits);
    if (replica === null) return null;
    const link = this.#links.get(replica) ?? this.#put(replica, this.#newLink(replica));
    link.viewers += 1;
    link.sentAt = now;
    return replica;
  }

  /** A replica begins anew: what it is told from now on builds on the picture of now. */
  link(replica: number, viewers: number, now: number): string {
    const { viewers: counted = 0, sentAt = 0 } = this.#links.get(replica) ?? {};
    const link = this.#put(replica, { ...this.#newLink(replica), viewers: counted, sentAt });
    count(link, viewers, now);
    return link.id;
  }

  /** What a replica must hold, on the way and in the order of all else. False for a link that has broken. */
  check({ replica, link: linkId, checksum }: LinkCheck, now: number): boolean {
    const link = this.#links.get(replica);
    if (link?.id !== linkId) return false;
    this.#post([replica, link], { deltas: null, frame: null, checksum }, now);
    return true;
  }

  tell(told: Told, now: number): void {
    for (const linked of this.#links) this.#post(linked, told, now);
  }

  #post([replica, link]: [number, Link], told: Told, now: number): void {
    link.n += 1;
    if (link.unanswered >= UNANSWERED_MAX || now < link.pausedUntil) return;
    link.unanswered += 1;
    this.relays += 1;
    this.#deps.later(this.#send(replica, link, { link: link.id, n: link.n, ...told }));
  }

  async #send(replica: number, link: Link, relay: Relay): Promise<void> {
    try {
      count(link, await link.target.relay(relay), Date.now());
    } catch (error) {
      this.#deps.onFailure(error);
      link.pausedUntil = Date.now() + PAUSE_MS;
      link.target = this.#deps.replica(replica);
    }
    link.unanswered -= 1;
    // An answer about an older link says nothing about this one.
    if (this.#links.get(replica) === link && link.viewers === 0) {
      this.#links.delete(replica);
      this.#save();
      this.#deps.onLeft();
    }
  }

  #newLink(replica: number): Link {
    const target = this.#deps.replica(replica);
    return { id: randomToken(LINK_BYTES), target, n: 0, viewers: 0, sentAt: 0, unanswered: 0, pausedUntil: 0 };
  }

  #put(replica: number, link: Link): Link {
    const isNew = !this.#links.has(replica);
    this.#links.set(replica, link);
    if (isNew) this.#save();
    return link;
  }

  #save(): void {
    this.#store.saveLadder({ shards: this.#shards, replicas: this.replicas });
  }
}

/** Whoever was just sent there may not have arrived. */
function count(link: Link, viewers: number, now: number): void {
  link.viewers = now - link.sentAt < ARRIVAL_MS ? Math.max(viewers, link.viewers) : viewers;
}
