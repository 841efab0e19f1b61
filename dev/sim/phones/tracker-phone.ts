import type { FixDraft } from "../../../src/domain/live-client/outbox.ts";
import type { Figures } from "../figures.ts";
import type { Tick } from "../model/round.ts";
import { Backlog } from "./backlog.ts";
import type { Phone, PhoneLine } from "./phone.ts";
import { type Network, Radio } from "./radio.ts";

export interface TrackerOptions {
  readonly network: Network;
  readonly figures: Figures;
  readonly tell: (line: PhoneLine) => void;
  /** How the app asks, and how often it measures. */
  readonly app: TrackerApp;
}

export interface TrackerApp {
  readonly everySeconds: number;
  readonly request: (fix: FixDraft) => readonly [url: string, init: RequestInit];
}

const SECOND_MS = 1_000;

/** An app that was never made for us. It measures as it likes, by the satellites' clock, and has no buttons. */
export class TrackerPhone implements Phone {
  readonly #app: TrackerApp;
  readonly #radio: Radio;
  readonly #backlog: Backlog;
  #lastAt = 0;

  constructor({ network, figures, tell, app }: TrackerOptions) {
    this.#app = app;
    this.#radio = new Radio(network);
    const send = async (fix: FixDraft): Promise<Response> => this.#radio.fetch(...app.request(fix));
    this.#backlog = new Backlog({ send, figures, tell });
  }

  get pending(): number {
    return this.#backlog.length;
  }

  get isReachable(): boolean {
    return this.#radio.isUp;
  }

  get ended(): Phone["ended"] {
    return this.#backlog.isRefused ? "over" : null;
  }

  start(): Promise<void> {
    return Promise.resolve();
  }

  live({ at, fix, phone }: Tick): void {
    this.#connect(phone.network);
    if (fix && at - this.#lastAt >= this.#app.everySeconds * SECOND_MS) {
      this.#lastAt = at;
      this.#backlog.add({ ...fix, at });
    }
    if (this.#radio.isUp) this.#backlog.flush(Date.now());
  }

  act(): Promise<boolean> {
    return Promise.resolve(false);
  }

  comeHome(): boolean {
    this.#connect(true);
    this.#backlog.flush(Date.now());
    return true;
  }

  stop(): void {}

  #connect(isThere: boolean): void {
    if (this.#radio.use(isThere)) this.#backlog.retryNow();
  }
}
