import type { Link } from "../../../domain/live-client/reconnect.ts";
import { type Asking, type ViewState, viewState } from "../../../domain/live-client/view-state.ts";
import type { Clockwork } from "./clockwork.ts";
import type { LiveSocket } from "./live-socket.ts";
import type { Hints } from "./page-hints.ts";
import { Poll, type PollDeps, type PollOutcome } from "./poll.ts";

/** Most sockets are back sooner, and a page that opens has one by then. */
const ASK_AFTER_MS = 5_000;

export interface ViewLinkDeps<Body> {
  readonly clockwork: Clockwork;
  readonly hints: Hints;
  readonly poll: Pick<PollDeps<Body>, "http" | "path" | "schema" | "everyMs" | "onBody" | "onTrouble">;
  readonly onState: (state: ViewState) => void;
  /** With what is told about the link, so that both share one socket. */
  readonly socket: (onLink: (link: Link) => void) => Pick<LiveSocket<unknown>, "start" | "stop" | "hint">;
}

/** A viewer's way to the server: the socket, and requests for as long as there is none. */
export class ViewLink<Body> {
  readonly #deps: ViewLinkDeps<Body>;
  readonly #socket: ReturnType<ViewLinkDeps<Body>["socket"]>;
  readonly #poll: Poll<Body>;
  #link: Link = { tag: "stopped", code: null };
  #asking: Asking = null;
  #state: ViewState | null = null;
  #unlisten: () => void = () => {};
  #cancelAsk: (() => void) | null = null;

  constructor(deps: ViewLinkDeps<Body>) {
    this.#deps = deps;
    this.#socket = deps.socket((link) => this.#onLink(link));
    this.#poll = new Poll({ ...deps.clockwork, ...deps.poll, onOutcome: (outcome) => this.#onOutcome(outcome) });
  }

  start(): void {
    this.#unlisten();
    this.#unlisten = this.#deps.hints.onWake(() => this.#socket.hint());
    this.#asking = null;
    this.#socket.start();
  }

  stop(): void {
    this.#unlisten();
    this.#socket.stop();
  }

  #onLink(link: Link): void {
    this.#link = link;
    if (link.tag === "open" || viewState(link, null) === "ended") this.#endAsking();
    else this.#cancelAsk ??= this.#deps.clockwork.setTimer(() => this.#poll.start(), ASK_AFTER_MS);
    this.#tell();
  }

  #endAsking(): void {
    this.#cancelAsk?.();
    this.#cancelAsk = null;
    this.#poll.stop();
    this.#asking = null;
  }

  #onOutcome(outcome: PollOutcome): void {
    this.#asking = outcome === "fresh" || outcome === "same" ? "answered" : outcome;
    if (this.#asking === "refused") {
      this.#poll.stop();
      this.#socket.stop();
      this.#asking = "refused";
    }
    this.#tell();
  }

  #tell(): void {
    const state = viewState(this.#link, this.#asking);
    if (state === this.#state) return;
    this.#state = state;
    this.#deps.onState(state);
  }
}
