import type { Clockwork } from "./clockwork.ts";

/** The server's runtime answers a ping by itself, without waking the object. */
const PING_EVERY_MS = 20_000;
/** Three pings, a minute: counted in pings, not by the clock, so that a device that slept is not taken for a dead line. */
const PINGS_IN_VAIN_MAX = 3;
/** Somebody is looking at the page and waits. */
const PROBE_MS = 5_000;

interface HeartbeatEars {
  readonly ping: () => void;
  readonly silent: () => void;
}

/** Notices a connection that died without a word: a phone that changes networks never hears of the old one's end. */
export class Heartbeat {
  readonly #clock: Pick<Clockwork, "setTimer">;
  readonly #ears: HeartbeatEars;
  #inVain = 0;
  #isProbing = false;
  #cancel: () => void = () => {};

  constructor(clock: Pick<Clockwork, "setTimer">, ears: HeartbeatEars) {
    this.#clock = clock;
    this.#ears = ears;
  }

  start(): void {
    this.stop();
    this.#wait();
  }

  stop(): void {
    this.#cancel();
    this.#inVain = 0;
    this.#isProbing = false;
  }

  heard(): void {
    this.#inVain = 0;
    if (this.#isProbing) this.start();
  }

  /** Asks now, and takes a short silence for an answer. */
  probe(): void {
    if (this.#isProbing) return;
    this.#cancel();
    this.#isProbing = true;
    this.#cancel = this.#clock.setTimer(this.#ears.silent, PROBE_MS);
    this.#ears.ping();
  }

  #wait(): void {
    this.#cancel = this.#clock.setTimer(() => this.#beat(), PING_EVERY_MS);
  }

  #beat(): void {
    if (this.#inVain >= PINGS_IN_VAIN_MAX) {
      this.#ears.silent();
      return;
    }
    this.#inVain++;
    this.#wait();
    this.#ears.ping();
  }
}
