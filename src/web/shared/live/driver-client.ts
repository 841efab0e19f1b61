import "../schema-setup.ts";
import {
  cadenceSince,
  type ActionDraft,
  type FixDraft,
  type Outbox,
  type ToldCadence,
} from "../../../domain/live-client/outbox.ts";
import type { Link } from "../../../domain/live-client/reconnect.ts";
import { type Cadence, DriverDown } from "../../../protocol/live/driver-down.ts";
import type { DriverUp } from "../../../protocol/live/driver-up.ts";
import { PROTOCOL_VERSION } from "../../../protocol/version.ts";
import { ClockQuestions } from "./clock-questions.ts";
import { type Clockwork, systemClockwork } from "./clockwork.ts";
import { DriverSender, type SendChannel } from "./driver-sender.ts";
import type { Http } from "./http.ts";
import { LiveSocket } from "./live-socket.ts";
import { LocationGate } from "./location-gate.ts";
import type { LocationSource, LocationTrouble } from "./location-source.ts";
import { type Hints, NO_HINTS } from "./page-hints.ts";
import { requestChannel } from "./request-channel.ts";
import { askTicket } from "./ticket-dial.ts";
import { type OpenSocket, openWebSocket } from "./web-socket.ts";

/** A lift or a change of network is over by then; a network that lets no socket through is not. */
const FALLBACK_AFTER_MS = 20_000;
/** A page that is hidden has some seconds before a phone freezes it; one that lives on must not ask for a row per fix. */
const HURRY_MS = 5_000;
/** Telling the server of less would change no conclusion that it draws. */
const CLOCK_NEWS_MS = 250;
/** What the server's first word may have been on the way: more is the clock. */
const NETWORK_MS = 5_000;

/** How positions get through now. `ended`: signed out, off duty, or another device took over. */
type DriverWay = "socket" | "requests" | "none" | "ended";

export interface DriverState {
  readonly way: DriverWay;
  /** Why it ended. */
  readonly code: number | null;
  readonly pending: { readonly fixes: number; readonly actions: number };
}

export interface DriverEars {
  readonly onState: (state: DriverState) => void;
  readonly onMessage: (message: DriverDown) => void;
  readonly onLocationTrouble: (trouble: LocationTrouble) => void;
  /** The store failed, or something that should not have happened did. */
  readonly onTrouble: (cause: unknown) => void;
}

export interface DriverClientOptions {
  readonly baseUrl: string;
  readonly http: Http;
  readonly renew: () => Promise<unknown>;
  readonly outbox: Outbox;
  readonly location: LocationSource;
  /** Programs send no Origin and need tickets that say so. */
  readonly native?: boolean;
  readonly hints?: Hints;
  readonly clockwork?: Clockwork;
  readonly openSocket?: OpenSocket;
  /** The newest event that is known, from an earlier run. */
  readonly lastSeq?: number;
}

export async function createDriverClient(options: DriverClientOptions, ears: DriverEars): Promise<DriverClient> {
  return new DriverClient(options, ears, await options.outbox.contents());
}

type Contents = Awaited<ReturnType<Outbox["contents"]>>;

/** A driver's device on duty: measures, keeps, sends, and hears what concerns it. */
export class DriverClient {
  readonly #options: DriverClientOptions;
  readonly #ears: DriverEars;
  readonly #clockwork: Clockwork;
  readonly #socket: LiveSocket<DriverDown>;
  readonly #sender: DriverSender;
  readonly #gate: LocationGate;
  readonly #questions: ClockQuestions;
  #state: DriverState = { way: "none", code: null, pending: { fixes: 0, actions: 0 } };
  #tripId: string | null = null;
  #lastSeq: number;
  #told: ToldCadence | null;
  #clockOffsetMs: number | null = null;
  #unlisten: (() => void)[] = [];
  /** Set while the wait for a socket lasts. */
  #cancelFallback: (() => void) | null = null;
  #cancelHurry: () => void = () => {};

  constructor(options: DriverClientOptions, ears: DriverEars, contents: Contents) {
    this.#options = options;
    this.#ears = ears;
    this.#clockwork = options.clockwork ?? systemClockwork;
    this.#lastSeq = options.lastSeq ?? 0;
    this.#told = contents.told;
    const { onTrouble } = ears;
    const onPending = (pending: DriverState["pending"]): void => this.#become({ pending });
    this.#sender = new DriverSender({ ...this.#clockwork, outbox: options.outbox, onPending, onTrouble }, contents);
    this.#questions = new ClockQuestions((t0) => this.#say({ type: "clock", t0 }), this.#clockwork.now);
    this.#gate = new LocationGate(options.location, {
      measured: (fix) => {
        this.record(fix).catch(onTrouble);
      },
      failed: ears.onLocationTrouble,
    });
    this.#socket = new LiveSocket<DriverDown>({
      ...this.#clockwork,
      openSocket: options.openSocket ?? openWebSocket,
      schema: DriverDown,
      dial: (renew) => this.#ticket(renew),
      onLink: (link) => this.#onLink(link),
      onMessage: (message) => this.#onMessage(message),
      onAuthDue: () => {
        this.#renewTicket().catch(onTrouble);
      },
      onTrouble,
    });
  }

  start(): void {
    const { onWake, onHidden } = this.#options.hints ?? NO_HINTS;
    this.stop();
    this.#unlisten = [onWake(() => this.#socket.hint()), onHidden((hidden) => this.#hurry(hidden))];
    this.#become({ way: "none", code: null });
    // An app that died in a tunnel is opened in it, and has to measure before anybody can ask it to.
    this.#measure(cadenceSince(this.#told, this.#clockwork.now()));
    this.#socket.start();
  }

  stop(): void {
    for (const unlisten of this.#unlisten) unlisten();
    this.#unlisten = [];
    this.#socket.stop();
  }

  /** Resolves when it is stored on this device; the server hears of it as soon as there is a way. */
  act(action: ActionDraft): Promise<number> {
    return this.#sender.appendAction(action);
  }

  record(fix: FixDraft): Promise<number> {
    return this.#sender.append(fix);
  }

  /** Volatile: without a socket nobody is told. */
  tellDevice(status: Omit<Extract<DriverUp, { type: "device:status" }>, "type">): void {
    this.#say({ type: "device:status", ...status });
  }

  #onLink(link: Link): void {
    if (link.tag === "open") {
      this.#greet();
      this.#questions.start();
    } else if (link.tag === "stopped") {
      this.#endFallback();
      this.#sender.use(null);
      this.#become({ way: "ended", code: link.code });
      if (link.code === null) this.#measure(null);
      else this.#follow(null);
    } else {
      this.#loseSocket();
    }
  }

  /** However often the socket is dialled in vain: the patience began with the first time. */
  #loseSocket(): void {
    if (this.#state.way === "socket") {
      this.#sender.use(null);
      this.#become({ way: "none" });
    }
    if (this.#state.way === "requests" || this.#cancelFallback) return;
    this.#cancelFallback = this.#clockwork.setTimer(() => {
      this.#endFallback();
      this.#sender.use(this.#requests());
      this.#become({ way: "requests" });
    }, FALLBACK_AFTER_MS);
  }

  #endFallback(): void {
    this.#cancelFallback?.();
    this.#cancelFallback = null;
  }

  #onMessage(message: DriverDown): void {
    // All else is news for whoever listens.
    if (message.type === "hello") this.#welcomed(message);
    else if (message.type === "ack") this.#acked(message);
    else if (message.type === "cadence") this.#follow(message.cadence);
    else if (message.type === "clock") this.#clockTold(this.#questions.answered(message));
    else if (message.type === "event") this.#lastSeq = Math.max(this.#lastSeq, message.event.seq);
    this.#ears.onMessage(message);
  }

  #welcomed({ trip, events, cadence, ...known }: Extract<DriverDown, { type: "hello" }>): void {
    // Said before the first positions go out, and measured afterwards: by a clock that is minutes slow they would come
    // from before the duty, and not be kept.
    const roughMs = known.now - this.#clockwork.now();
    if (this.#clockOffsetMs === null && Math.abs(roughMs) > NETWORK_MS) this.#clockTold(roughMs);
    // Numbers of another trip's events say nothing about this one's: ask for all of them.
    const isOther = this.#tripId !== null && this.#tripId !== trip.tripId;
    this.#tripId = trip.tripId;
    this.#lastSeq = isOther ? 0 : Math.max(this.#lastSeq, ...events.map(({ seq }) => seq));
    if (isOther) this.#greet();
    this.#follow(cadence);
    this.#acked(known);
    if (this.#state.way === "socket") return;
    this.#endFallback();
    this.#sender.use(this.#socketChannel());
    this.#become({ way: "socket" });
  }

  #acked(ack: Parameters<DriverSender["acked"]>[0]): void {
    this.#sender.acked(ack).catch(this.#ears.onTrouble);
  }

  #follow(cadence: Cadence | null): void {
    this.#told = cadence && { cadence, at: this.#clockwork.now() };
    this.#options.outbox.keepTold(this.#told).catch(this.#ears.onTrouble);
    this.#measure(cadence);
  }

  #measure(cadence: Cadence | null): void {
    this.#gate.follow(cadence);
    if (cadence) this.#sender.pace(cadence.batch, cadence.batch * cadence.intervalMs);
  }

  #clockTold(offsetMs: number | null): void {
    if (offsetMs === null) return;
    const isNews = this.#clockOffsetMs === null || Math.abs(offsetMs - this.#clockOffsetMs) > CLOCK_NEWS_MS;
    this.#clockOffsetMs = offsetMs;
    if (isNews) this.#greet();
  }

  #greet(): void {
    const { epoch } = this.#sender;
    const greeting = { version: PROTOCOL_VERSION, epoch, lastSeq: this.#lastSeq, clockOffsetMs: this.#clockOffsetMs };
    this.#say({ type: "hello", ...greeting });
  }

  #say(frame: DriverUp): boolean {
    return this.#socket.send(JSON.stringify(frame));
  }

  #socketChannel(): SendChannel {
    const send = (frames: readonly DriverUp[]): Promise<boolean> =>
      Promise.resolve(frames.every((frame) => this.#say(frame)));
    return { kind: "socket", send, reset: () => this.#socket.reset() };
  }

  /** A refusal is told in the words of the socket, so that nobody has to know which way it came. */
  #requests(): SendChannel {
    const { http } = this.#options;
    return requestChannel({
      ...this.#clockwork,
      http,
      onRefused: ({ ref, why }) => this.#ears.onMessage({ type: "error", code: "conflict", ref, message: why }),
    });
  }

  #hurry(hidden: boolean): void {
    this.#cancelHurry();
    this.#sender.hurry(hidden);
    if (hidden) this.#cancelHurry = this.#clockwork.setTimer(() => this.#sender.hurry(false), HURRY_MS);
  }

  #ticket(renew: boolean): ReturnType<typeof askTicket> {
    const { baseUrl, http, native = false } = this.#options;
    return askTicket({ baseUrl, http, native, renew: this.#options.renew, wanted: { for: "driver" } }, renew);
  }

  /** Without another ticket the server closes in time, and the next dial asks for one. */
  async #renewTicket(): Promise<void> {
    const ticket = await this.#ticket(false);
    if (!ticket.ok || !this.#say({ type: "auth", ticket: ticket.value.ticket })) return;
    this.#socket.authenticated(ticket.value.authForMs);
  }

  #become(change: Partial<DriverState>): void {
    this.#state = { ...this.#state, ...change };
    this.#ears.onState(this.#state);
  }
}
