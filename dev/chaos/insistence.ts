import { setTimeout as wait } from "node:timers/promises";
import { API_BASE } from "../../src/protocol/api/endpoint.ts";
import type { Api, Person } from "./api.ts";
import type { Dice } from "./dice.ts";

const TIMEOUT_MS = 10_000;
const TOO_MANY = 429;
const FAILED_FROM = 500;
const AGAIN_MS = [50, 400] as const;
const SECOND_MS = 1_000;
/** Of a path in a message: some end in a ticket of 600 characters. */
const PATH_SHOWN = 60;

export interface Question {
  readonly method: string;
  readonly path: string;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Keeps asking until there is an answer that is no failure of the server's, and counts how often that took. */
export class Insistence {
  tries = 0;
  failed = 0;
  readonly #dice: Dice;
  readonly #patienceMs: number;
  readonly #deadline: number;
  #lastFailure = "nothing failed";

  /** Who is still trying when patience is over has found a fault. */
  constructor(dice: Dice, patienceMs: number) {
    this.#dice = dice;
    this.#patienceMs = patienceMs;
    this.#deadline = performance.now() + patienceMs;
  }

  /** The first answer that is no failure; a refusal is a fault of whoever asked. */
  async ask(api: Api, person: Person, { method, path, body, headers }: Question): Promise<Response> {
    for (;;) {
      const init = await api.asPerson(person, method, body);
      const answer = await this.try(api.url + API_BASE + path, { ...init, headers: { ...init.headers, ...headers } });
      if (answer?.ok) return answer;
      if (answer && answer.status < FAILED_FROM && answer.status !== TOO_MANY)
        throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    }
  }

  /** Undefined: no answer came. What failed has no body any more, and is waited after, so that a broken part is not run over. */
  async try(url: string, init: RequestInit): Promise<Response | undefined> {
    if (performance.now() > this.#deadline)
      throw new Error(`not done after ${this.#patienceMs / SECOND_MS} s: ${this.#lastFailure}`);
    this.tries += 1;
    const answer = await fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(() => undefined);
    if (answer && answer.status < FAILED_FROM && answer.status !== TOO_MANY) return answer;
    // A body that nobody reads would break when the time for the whole answer is over.
    await answer?.body?.cancel();
    this.failed += 1;
    this.#lastFailure = `${init.method ?? "GET"} ${new URL(url).pathname.slice(0, PATH_SHOWN)} ${answer?.status ?? "unanswered"}`;
    await wait(Math.max(this.#dice.between(...AGAIN_MS), restMs(answer)));
    return answer;
  }
}

/** Whoever has asked too often waits as long as they are told, like every phone of ours. */
function restMs(answer: Response | undefined): number {
  return answer?.status === TOO_MANY ? Number(answer.headers.get("retry-after")) * SECOND_MS : 0;
}
