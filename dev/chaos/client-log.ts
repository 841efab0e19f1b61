/** One numbered stream as its sender knows it: what was ever said, and up to where the server has promised to keep it. */
export class StreamLog {
  /** By number, the phone's time. No two entries of a trip share a time, so that a stored row tells where it came from. */
  readonly said = new Map<number, number>();
  #acked = 0;

  get acked(): number {
    return this.#acked;
  }

  get isSettled(): boolean {
    return this.#acked >= this.said.size;
  }

  say(at: number): number {
    const seq = this.said.size + 1;
    this.said.set(seq, at);
    return seq;
  }

  /** A server that promises what it was never told has invented it, so such a promise is not believed. */
  promised(upTo: number): boolean {
    if (upTo > this.said.size) return false;
    this.#acked = Math.max(this.#acked, upTo);
    return true;
  }
}

/** One device's word about one trip. It is kept outside of everything that is killed, and so it is the truth. */
export class ClientLog {
  readonly tripId: string;
  readonly epoch: string;
  readonly fixes = new StreamLog();
  readonly actions = new StreamLog();
  readonly madeUpPromises: string[] = [];

  constructor(tripId: string, epoch: string) {
    this.tripId = tripId;
    this.epoch = epoch;
  }

  acked(fixes: number, actions: number): void {
    if (!this.fixes.promised(fixes)) this.madeUpPromises.push(`fixes up to ${fixes} of ${this.fixes.said.size}`);
    if (!this.actions.promised(actions))
      this.madeUpPromises.push(`actions up to ${actions} of ${this.actions.said.size}`);
  }
}
