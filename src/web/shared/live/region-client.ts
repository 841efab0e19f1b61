import "../schema-setup.ts";
import * as z from "zod";
import { ackDueAt, ALL_ACKED, onFrame } from "../../../domain/live-client/read-credit.ts";
import type { Link } from "../../../domain/live-client/reconnect.ts";
import type { ViewState } from "../../../domain/live-client/view-state.ts";
import { type Applied, Replica } from "../../../domain/region/replica.ts";
import { API_BASE } from "../../../protocol/api/endpoint.ts";
import { getRegionSnapshot } from "../../../protocol/api/regions-live.ts";
import type { RegionId } from "../../../protocol/ids.ts";
import { Millis } from "../../../protocol/live/fix.ts";
import { DispatchDown, LiveDriver, RegionSnapshot } from "../../../protocol/live/dispatch-down.ts";
import type { DispatchUp, Viewport } from "../../../protocol/live/dispatch-up.ts";
import { OpenSos, type Sos } from "../../../protocol/sos.ts";
import { PROTOCOL_VERSION } from "../../../protocol/version.ts";
import { type Clockwork, systemClockwork } from "./clockwork.ts";
import type { Http } from "./http.ts";
import { LiveSocket } from "./live-socket.ts";
import { type Hints, NO_HINTS } from "./page-hints.ts";
import { askTicket } from "./ticket-dial.ts";
import { ViewLink } from "./view-link.ts";
import { type OpenSocket, openWebSocket } from "./web-socket.ts";

/** A dispatcher without a socket still has to see who is where, not how they move. */
const POLL_MS = 30_000;

/** A whole region in one answer, so it may hold more drivers than a part of a snapshot. */
const Picture = z.object({
  epoch: RegionSnapshot.shape.epoch,
  rev: RegionSnapshot.shape.rev,
  now: Millis,
  drivers: z.array(LiveDriver),
  calls: OpenSos.shape.calls.default([]),
});

export interface RegionClientOptions {
  readonly baseUrl: string;
  readonly regionId: RegionId;
  readonly http: Http;
  readonly renew: () => Promise<unknown>;
  readonly native?: boolean;
  readonly hints?: Hints;
  readonly clockwork?: Clockwork;
  readonly openSocket?: OpenSocket;
}

export interface RegionEars {
  readonly onState: (state: ViewState) => void;
  /** The replica is another one now; draw what it holds. */
  readonly onChange: () => void;
  readonly onTrouble: (cause: unknown) => void;
}

export function createRegionClient(options: RegionClientOptions, ears: RegionEars): RegionClient {
  return new RegionClient(options, ears);
}

/** A dispatcher's map: a copy of the region that mends itself. */
export class RegionClient {
  readonly replica = new Replica();
  /** Calls for help that are open in the region. */
  calls: readonly Sos[] = [];
  readonly #options: RegionClientOptions;
  readonly #ears: RegionEars;
  readonly #clockwork: Clockwork;
  readonly #socket: LiveSocket<DispatchDown>;
  readonly #view: ViewLink<z.infer<typeof Picture>>;
  #onLinkToo: (link: Link) => void = () => {};
  #box: Viewport | null = null;
  #unacked = ALL_ACKED;
  /** How far the server's clock is ahead of ours; the way here makes it a little less. */
  #aheadMs = 0;
  #isResyncing = false;
  #cancelAck: (() => void) | null = null;

  constructor(options: RegionClientOptions, ears: RegionEars) {
    this.#options = options;
    this.#ears = ears;
    this.#clockwork = options.clockwork ?? systemClockwork;
    this.#socket = this.#makeSocket();
    this.#view = new ViewLink({
      clockwork: this.#clockwork,
      hints: options.hints ?? NO_HINTS,
      onState: ears.onState,
      socket: (onLink) => {
        this.#onLinkToo = onLink;
        return this.#socket;
      },
      poll: {
        http: options.http,
        path: API_BASE + getRegionSnapshot.path.replace(":regionId", options.regionId),
        schema: Picture,
        everyMs: POLL_MS,
        onBody: ({ now, calls, ...picture }) => {
          this.#setClock(now);
          this.calls = calls;
          this.#applied(this.replica.apply({ type: "snapshot", part: 0, parts: 1, ...picture }));
        },
        onTrouble: ears.onTrouble,
      },
    });
  }

  start(): void {
    this.#view.start();
  }

  stop(): void {
    this.#view.stop();
  }

  /** Positions are told for this box only; null asks for all. */
  look(box: Viewport | null): void {
    this.#box = box;
    this.#say({ type: "viewport", box });
  }

  /** Places are told by the server's clock, and that of a desk may be wrong by minutes. */
  serverNow(): number {
    return this.#clockwork.now() + this.#aheadMs;
  }

  #setClock(serverNow: number): void {
    this.#aheadMs = serverNow - this.#clockwork.now();
  }

  #makeSocket(): LiveSocket<DispatchDown> {
    const { onTrouble } = this.#ears;
    return new LiveSocket<DispatchDown>({
      ...this.#clockwork,
      openSocket: this.#options.openSocket ?? openWebSocket,
      schema: DispatchDown,
      dial: (renew) => this.#ticket(renew),
      onLink: (link) => this.#onLink(link),
      onMessage: (message) => this.#onMessage(message),
      onBinary: (bytes) => {
        this.#read();
        this.#applied(this.replica.applyPositions(bytes, this.serverNow()));
      },
      onAuthDue: () => {
        this.#renewTicket().catch(onTrouble);
      },
      onTrouble,
    });
  }

  #onLink(link: Link): void {
    this.#forgetReading();
    this.#isResyncing = false;
    if (link.tag === "open") {
      this.#say({ type: "hello", version: PROTOCOL_VERSION, since: this.replica.since });
      if (this.#box) this.#say({ type: "viewport", box: this.#box });
    }
    this.#onLinkToo(link);
  }

  #onMessage(message: DispatchDown): void {
    // Whatever was sent is counted there, so whatever was read is counted here: one frame less each time would end in silence.
    this.#read();
    if (message.type === "hello") this.#setClock(message.now);
    // What is open now follows on the greeting, if anything is.
    if (message.type === "hello") this.#called([]);
    if (message.type === "sos:open") this.#called(message.calls);
    if (message.type === "hello" || message.type === "auth" || message.type === "sos:open") return;
    if (message.type === "snapshot" && message.part === 0) this.#isResyncing = false;
    this.#applied(this.replica.apply(message));
  }

  #called(calls: readonly Sos[]): void {
    if (calls.length === 0 && this.calls.length === 0) return;
    this.calls = calls;
    this.#ears.onChange();
  }

  /** One question is enough: what comes before its answer fits no better. */
  #applied(applied: Applied): void {
    if (applied === "changed") this.#ears.onChange();
    if (applied !== "resync" || this.#isResyncing) return;
    this.#isResyncing = this.#say({ type: "resync" });
  }

  #read(): void {
    const now = this.#clockwork.now();
    this.#unacked = onFrame(this.#unacked, now);
    const dueAt = ackDueAt(this.#unacked);
    if (dueAt !== null && dueAt <= now) this.#acknowledge();
    else if (dueAt !== null) this.#cancelAck ??= this.#clockwork.setTimer(() => this.#acknowledge(), dueAt - now);
  }

  #acknowledge(): void {
    const { frames } = this.#unacked;
    this.#forgetReading();
    if (frames > 0) this.#say({ type: "ack", frames });
  }

  #forgetReading(): void {
    this.#unacked = ALL_ACKED;
    this.#cancelAck?.();
    this.#cancelAck = null;
  }

  #ticket(renew: boolean): ReturnType<typeof askTicket> {
    const { baseUrl, http, regionId, native = false } = this.#options;
    return askTicket({ baseUrl, http, native, renew: this.#options.renew, wanted: { for: "region", regionId } }, renew);
  }

  /** Without another ticket the server closes in time, and the next dial asks for one. */
  async #renewTicket(): Promise<void> {
    const ticket = await this.#ticket(false);
    if (!ticket.ok || !this.#say({ type: "auth", ticket: ticket.value.ticket })) return;
    this.#socket.authenticated(ticket.value.authForMs);
  }

  #say(frame: DispatchUp): boolean {
    return this.#socket.send(JSON.stringify(frame));
  }
}
