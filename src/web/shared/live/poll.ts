import type { Clockwork } from "./clockwork.ts";
import type { Http, HttpReply } from "./http.ts";
import type { Schema } from "./schema.ts";

/** A tenth more or less, so that pages that lost the same socket do not ask in the same second for ever. */
const SPREAD = 0.1;
const NOT_MODIFIED = 304;
/** Asking again changes nothing: signed out, not allowed, not there (any more). */
const REFUSALS: ReadonlySet<number> = new Set([401, 403, 404, 410]);

export type PollOutcome = "fresh" | "same" | "failed" | "refused";

export interface PollDeps<Body> extends Clockwork {
  readonly http: Http;
  readonly path: string;
  readonly schema: Schema<Body>;
  readonly everyMs: number;
  readonly onBody: (body: Body) => void;
  readonly onOutcome: (outcome: PollOutcome) => void;
  readonly onTrouble: (cause: unknown) => void;
}

/** Asks for the whole every now and then, as long as no socket tells the changes. */
export class Poll<Body> {
  readonly #deps: PollDeps<Body>;
  #etag: string | null = null;
  /** Told apart from an earlier run whose answer is still on its way. */
  #run: object | null = null;
  #cancel: () => void = () => {};

  constructor(deps: PollDeps<Body>) {
    this.#deps = deps;
  }

  get isRunning(): boolean {
    return this.#run !== null;
  }

  start(): void {
    if (this.#run) return;
    const run = {};
    this.#run = run;
    this.#ask(run);
  }

  stop(): void {
    this.#run = null;
    this.#cancel();
  }

  #ask(run: object): void {
    const { http, path, setTimer, random, everyMs } = this.#deps;
    const answered = (reply: HttpReply | null): void => {
      if (run !== this.#run) return;
      const pauseMs = everyMs * (1 - SPREAD + 2 * SPREAD * random());
      this.#cancel = setTimer(() => this.#ask(run), Math.max(pauseMs, reply?.retryAfterMs ?? 0));
      this.#deps.onOutcome(this.#take(reply));
    };
    http({ method: "GET", path, etag: this.#etag }).then(answered).catch(this.#deps.onTrouble);
  }

  #take(reply: HttpReply | null): PollOutcome {
    if (!reply) return "failed";
    if (reply.status === NOT_MODIFIED) return "same";
    if (REFUSALS.has(reply.status)) return "refused";
    const body = this.#deps.schema.safeParse(reply.body);
    if (!body.success) return "failed";
    this.#etag = reply.etag;
    this.#deps.onBody(body.data);
    return "fresh";
  }
}
