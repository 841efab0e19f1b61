import type { Relay } from "./relay.ts";

/** 25 s of ticks: a picture that takes longer to come is asked for again. */
const KEPT_MAX = 250;

export interface InOrder {
  readonly next: readonly Relay[];
  /** Something is missing: a new link is needed. */
  readonly isLost: boolean;
}

const NOTHING: InOrder = { next: [], isLost: false };
const LOST: InOrder = { next: [], isLost: true };

/** Puts what a replica is told in its order, and notices what is missing. */
export class RelayOrder {
  #link: string | null = null;
  #before: string | null = null;
  #n = 0;
  #kept: Relay[] = [];

  get link(): string | null {
    return this.#link;
  }

  take(relay: Relay): InOrder {
    if (this.#link === null) {
      // The link may be older than the answer that says so.
      if (this.#kept.length < KEPT_MAX) this.#kept.push(relay);
      return NOTHING;
    }
    if (relay.link === this.#before || (relay.link === this.#link && relay.n <= this.#n)) return NOTHING;
    if (relay.link !== this.#link) return LOST;
    if (relay.n > this.#n + 1) return LOST;
    this.#n = relay.n;
    return { next: [relay], isLost: false };
  }

  /** A picture is on its way. */
  unlink(): void {
    this.#before = this.#link ?? this.#before;
    this.#link = null;
    this.#kept = [];
  }

  /** It is here; what came before it may belong behind it. */
  begin(link: string): InOrder {
    const kept = this.#kept.filter((relay) => relay.link === link).toSorted((a, b) => a.n - b.n);
    this.#kept = [];
    this.#link = link;
    this.#n = 0;
    const taken = kept.map((relay) => this.take(relay));
    return { next: taken.flatMap(({ next }) => next), isLost: taken.some(({ isLost }) => isLost) };
  }
}
