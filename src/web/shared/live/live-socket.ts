import { CLOSED_SILENTLY, type Link, type LinkEvent, nextLink } from "../../../domain/live-client/reconnect.ts";
import type { Result } from "../../../domain/result.ts";
import { CLOSE } from "../../../protocol/live/close-codes.ts";
import type { Clockwork } from "./clockwork.ts";
import { Heartbeat } from "./heartbeat.ts";
import type { Schema } from "./schema.ts";
import type { OpenSocket, SocketHandle } from "./web-socket.ts";

/** Ticket, handshake and all; a network that swallows packets would keep a dial open for minutes. */
const DIAL_TIMEOUT_MS = 15_000;
const PING = "ping";
const PONG = "pong";
const NORMAL = 1000;

/** Where one dial goes. A ticket is good once, so each dial asks anew. */
export interface Dial {
  readonly url: string;
  readonly protocols: readonly string[];
  /** After so long the open socket needs another ticket; null if it never does. */
  readonly authForMs: number | null;
}

/** `later`: nobody answered, or not now. `refused`: asking again changes nothing. */
export type DialRefusal = "later" | "refused";

export interface LiveSocketDeps<Down> extends Clockwork {
  /** `renew`: the sign-in itself has to be renewed before. */
  readonly dial: (renew: boolean) => Promise<Result<Dial, DialRefusal>>;
  readonly openSocket: OpenSocket;
  readonly schema: Schema<Down>;
  readonly onLink: (link: Link) => void;
  readonly onMessage: (message: Down) => void;
  readonly onBinary?: (bytes: ArrayBuffer) => void;
  /** A frame that this client's version does not know. A newer server may send such, so it ends nothing. */
  readonly onUnreadable?: () => void;
  /** The open socket's ticket runs out soon. */
  readonly onAuthDue?: () => void;
  /** What should not have happened did; the socket is tried again all the same. */
  readonly onTrouble: (cause: unknown) => void;
}

/** One dial and the socket that comes of it. What an earlier attempt still says is nobody's business. */
interface Attempt {
  handle: SocketHandle | null;
  authForMs: number | null;
}

/** Keeps one socket alive for as long as it is wanted. */
export class LiveSocket<Down> {
  readonly #deps: LiveSocketDeps<Down>;
  readonly #heartbeat: Heartbeat;
  #link: Link = { tag: "stopped", code: null };
  #attempt: Attempt | null = null;
  #cancelTimer: () => void = () => {};
  #cancelAuth: () => void = () => {};

  constructor(deps: LiveSocketDeps<Down>) {
    this.#deps = deps;
    this.#heartbeat = new Heartbeat(deps, {
      ping: () => this.#attempt?.handle?.send(PING),
      silent: () => this.#abandon(CLOSE.silent),
    });
  }

  get link(): Link {
    return this.#link;
  }

  start(): void {
    this.#happen({ tag: "start" });
  }

  stop(): void {
    this.#happen({ tag: "stop" });
  }

  /** The device is back online, or somebody looks at the page again: the socket may be dead without knowing it. */
  hint(): void {
    if (this.#link.tag === "open") this.#heartbeat.probe();
    else this.#happen({ tag: "hint" });
  }

  /** False: there is no open socket, and nothing was kept for later. */
  send(frame: string): boolean {
    const handle = this.#attempt?.handle;
    if (this.#link.tag !== "open" || !handle) return false;
    handle.send(frame);
    return true;
  }

  /** Another connection instead of this one, which only looks alive. */
  reset(): void {
    if (this.#attempt) this.#abandon(CLOSE.silent);
  }

  /** The socket has another ticket now, good for so long. */
  authenticated(authForMs: number | null): void {
    this.#cancelAuth();
    if (authForMs === null) return;
    this.#cancelAuth = this.#deps.setTimer(() => this.#deps.onAuthDue?.(), authForMs);
  }

  #happen(event: LinkEvent): void {
    const before = this.#link;
    const after = nextLink(before, event);
    if (after === before) return;
    this.#link = after;
    if (before.tag !== after.tag) this.#enter(after);
    this.#deps.onLink(after);
  }

  #enter(link: Link): void {
    this.#cancelTimer();
    if (link.tag === "connecting") {
      this.#cancelTimer = this.#deps.setTimer(() => this.#abandon(CLOSED_SILENTLY), DIAL_TIMEOUT_MS);
      this.#dial(link.renew).catch((cause: unknown) => {
        this.#deps.onTrouble(cause);
        this.#abandon(CLOSED_SILENTLY);
      });
    } else if (link.tag === "waiting") {
      // A timer may run a millisecond early by the clock, or hours if somebody turned that back; it runs only once.
      const due = () => this.#happen({ tag: "due", now: Math.max(this.#deps.now(), link.until) });
      this.#cancelTimer = this.#deps.setTimer(due, link.until - this.#deps.now());
    } else if (link.tag === "stopped") {
      this.#drop(NORMAL);
    }
  }

  async #dial(renew: boolean): Promise<void> {
    const attempt: Attempt = { handle: null, authForMs: null };
    this.#attempt = attempt;
    const dial = await this.#deps.dial(renew);
    if (attempt !== this.#attempt) return;
    if (!dial.ok) {
      this.#abandon(dial.error === "refused" ? CLOSE.accessEnded : CLOSED_SILENTLY);
      return;
    }
    attempt.authForMs = dial.value.authForMs;
    attempt.handle = this.#deps.openSocket(dial.value.url, dial.value.protocols, {
      opened: () => this.#onOpened(attempt),
      heard: (data) => this.#onHeard(attempt, data),
      closed: (code) => {
        if (attempt === this.#attempt) this.#abandon(code);
      },
    });
  }

  #onOpened(attempt: Attempt): void {
    if (attempt !== this.#attempt) return;
    this.#heartbeat.start();
    this.authenticated(attempt.authForMs);
    this.#happen({ tag: "opened", now: this.#deps.now() });
  }

  #onHeard(attempt: Attempt, data: string | ArrayBuffer): void {
    if (attempt !== this.#attempt) return;
    this.#heartbeat.heard();
    if (data === PONG) return;
    if (typeof data !== "string") {
      this.#deps.onBinary?.(data);
      return;
    }
    const parsed = this.#deps.schema.safeParse(jsonOf(data));
    if (parsed.success) this.#deps.onMessage(parsed.data);
    else this.#deps.onUnreadable?.();
  }

  #abandon(code: number): void {
    this.#drop(code === CLOSE.silent ? code : NORMAL);
    const { now, random } = this.#deps;
    this.#happen({ tag: "closed", code, now: now(), random: random() });
  }

  #drop(code: number): void {
    const { handle } = this.#attempt ?? {};
    this.#attempt = null;
    this.#heartbeat.stop();
    this.#cancelAuth();
    handle?.close(code);
  }
}

/** Undefined when it is not JSON: then no schema takes it. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
