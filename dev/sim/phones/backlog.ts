import type { FixDraft } from "../../../src/domain/live-client/outbox.ts";
import type { Figures } from "../figures.ts";
import type { PhoneLine } from "./phone.ts";

/** As the common ones do: what is not delivered is tried again after half a minute, the oldest first. */
const RETRY_MS = 30_000;
const UNAUTHORIZED = 401;

export interface BacklogOptions {
  /** The request of one position. */
  readonly send: (fix: FixDraft) => Promise<Response>;
  readonly figures: Figures;
  readonly tell: (line: PhoneLine) => void;
}

/** A tracker's own buffer: one position in one request, one after the other. */
export class Backlog {
  readonly #options: BacklogOptions;
  readonly #waiting: FixDraft[] = [];
  #isSending = false;
  #retryAt = 0;
  isRefused = false;

  constructor(options: BacklogOptions) {
    this.#options = options;
  }

  get length(): number {
    return this.#waiting.length;
  }

  add(fix: FixDraft): void {
    this.#waiting.push(fix);
  }

  /** The system says that the network is back. */
  retryNow(): void {
    this.#retryAt = 0;
  }

  /** Sends what waits, unless it is being done or has to pause. */
  flush(now: number): void {
    if (this.#isSending || now < this.#retryAt) return;
    this.#isSending = true;
    this.#sendAll().then(
      () => (this.#isSending = false),
      () => {
        // No answer: nothing is lost, the oldest is tried again.
        this.#isSending = false;
        this.#retryAt = Date.now() + RETRY_MS;
      },
    );
  }

  async #sendAll(): Promise<void> {
    const { send, figures, tell } = this.#options;
    for (let fix = this.#waiting[0]; fix; fix = this.#waiting[0]) {
      const began = performance.now();
      figures.sent += 1;
      const answer = await send(fix);
      await answer.text();
      tell({ at: Date.now(), way: "sent", text: `position of ${new Date(fix.at).toISOString()}` });
      tell({ at: Date.now(), way: "received", text: `answer ${answer.status}` });
      if (!answer.ok) {
        figures.error(`http ${answer.status}`);
        this.isRefused = answer.status === UNAUTHORIZED;
        throw new Error(`answered ${answer.status}`);
      }
      figures.acked += 1;
      figures.ackTook(performance.now() - began);
      this.#waiting.shift();
    }
  }
}
