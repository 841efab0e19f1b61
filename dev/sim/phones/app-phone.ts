import { CLOSE } from "../../../src/protocol/live/close-codes.ts";
import type { Outbox } from "../../../src/domain/live-client/outbox.ts";
import { systemClockwork } from "../../../src/web/shared/live/clockwork.ts";
import { createDriverClient, type DriverClient, type DriverState } from "../../../src/web/shared/live/driver-client.ts";
import type { Http } from "../../../src/web/shared/live/http.ts";
import type { Hints } from "../../../src/web/shared/live/page-hints.ts";
import { ScriptedSource } from "../../../src/web/shared/live/location-source.ts";
import type { PhoneClock } from "../../chaos/phone-clock.ts";
import type { Figures } from "../figures.ts";
import type { Tick } from "../model/round.ts";
import { AckWatch } from "./ack-watch.ts";
import type { DriverAct, Phone, PhoneLine } from "./phone.ts";
import { type Network, Radio } from "./radio.ts";

export interface AppPhoneOptions {
  readonly baseUrl: string;
  /** Its requests, over the network that it is given. */
  readonly http: (send: typeof fetch) => Http;
  readonly renew: () => Promise<unknown>;
  readonly network: Network;
  readonly clock: PhoneClock;
  readonly figures: Figures;
  readonly tell: (line: PhoneLine) => void;
  readonly onTrouble: (cause: unknown) => void;
  /** A store with nothing in it and a name of its own, for a phone that is set up. */
  readonly newOutbox: () => Outbox;
}

/** The product's own app: the library that the driver's page runs, with a store as good as this process. */
export class AppPhone implements Phone {
  readonly #options: AppPhoneOptions;
  readonly #radio: Radio;
  readonly #watch: AckWatch;
  #source = new ScriptedSource();
  #outbox: Outbox;
  #client: DriverClient | null = null;
  #state: DriverState = { way: "none", code: null, pending: { fixes: 0, actions: 0 } };
  #isOn = true;
  #hide: (hidden: boolean) => void = () => {};
  #wake: () => void = () => {};

  constructor(options: AppPhoneOptions) {
    this.#options = options;
    this.#radio = new Radio(options.network);
    this.#watch = new AckWatch(options.figures, options.tell);
    this.#outbox = options.newOutbox();
  }

  get pending(): number {
    return this.#state.pending.fixes + this.#state.pending.actions;
  }

  get isReachable(): boolean {
    return this.#state.way === "socket" || this.#state.way === "requests";
  }

  get ended(): Phone["ended"] {
    if (this.#state.way !== "ended" || this.#state.code === null) return null;
    return this.#state.code === CLOSE.replaced ? "taken" : "over";
  }

  async start(): Promise<void> {
    const { baseUrl, http, renew, clock, figures, onTrouble } = this.#options;
    this.#source = new ScriptedSource();
    const client = await createDriverClient(
      {
        baseUrl,
        http: http(this.#radio.fetch),
        renew,
        outbox: this.#outbox,
        location: this.#source,
        native: true,
        hints: this.#hints,
        clockwork: { ...systemClockwork, now: () => clock.now() },
        openSocket: (url, protocols, ears) => {
          this.#watch.reset();
          const socket = this.#radio.openSocket(url, protocols, {
            opened: ears.opened,
            heard: (data) => {
              this.#watch.heard(data);
              ears.heard(data);
            },
            closed: (code) => {
              if (this.#radio.isUp) figures.error(`socket ${code}`);
              ears.closed(code);
            },
          });
          return {
            send: (data) => {
              this.#watch.sent(data);
              socket.send(data);
            },
            close: socket.close,
          };
        },
      },
      {
        onState: (state) => (this.#state = state),
        onMessage: () => {},
        onLocationTrouble: () => {},
        onTrouble,
      },
    );
    this.#client = client;
    client.start();
  }

  live({ fix, phone: { power, network, event } }: Tick): void {
    this.#isOn = power !== "off";
    this.#connect(network);
    if (event !== null) this.#comeBack(event === "renewed");
    if (fix) this.#source.measure(fix);
  }

  async act(act: DriverAct, at: number): Promise<boolean> {
    if (!this.#isOn || !this.#client) return false;
    const phoneAt = this.#options.clock.now(at);
    await this.#client.act(
      act.event === "complete"
        ? { type: "trip:statusUpdate", at: phoneAt, event: act.event }
        : { type: "stop:statusUpdate", at: phoneAt, stopId: act.stopId, event: act.event, reason: act.reason },
    );
    return true;
  }

  comeHome(): boolean {
    if (!this.#isOn) return false;
    this.#connect(true);
    // Its owner turns to something else, and what is not yet kept is kept now.
    this.#hide(true);
    return true;
  }

  stop(): void {
    this.#client?.stop();
    this.#client = null;
  }

  /** A system tells its apps when the network is back. */
  #connect(isThere: boolean): void {
    if (this.#radio.use(isThere)) this.#wake();
  }

  get #hints(): Hints {
    return {
      onWake: (run) => {
        this.#wake = run;
        return () => (this.#wake = () => {});
      },
      onHidden: (run) => {
        this.#hide = run;
        return () => (this.#hide = () => {});
      },
    };
  }

  /** The app died: its store survives it, unless the phone was flat for so long that its owner set it up again. */
  #comeBack(isNew: boolean): void {
    this.stop();
    if (isNew) this.#outbox = this.#options.newOutbox();
    this.start().catch(this.#options.onTrouble);
  }
}
