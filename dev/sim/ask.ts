import { setTimeout as wait } from "node:timers/promises";
import type * as z from "zod";
import { err, ok, type Result } from "../../src/domain/result.ts";
import { API_BASE, type Endpoint } from "../../src/protocol/api/endpoint.ts";
import type { Api, Person } from "../chaos/api.ts";
import type { Figures } from "./figures.ts";

export interface Refusal {
  readonly status: number;
  readonly code: string;
}

interface Given {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

const TIMEOUT_MS = 30_000;
const TOO_MANY = 429;
const FAILED_FROM = 500;
const SECOND_MS = 1_000;
/** Saving a source file takes the Worker away for some seconds: so long each wait gets, and so often it is tried. */
const PAUSE_MAX_MS = 15_000;
const TRIES = 12;

/** The product's REST API in somebody's name. Too many questions and a server that restarts are waited for. */
export class Ask {
  readonly #api: Api;
  readonly #address: string;
  readonly #figures: Figures;

  constructor(api: Api, address: string, figures: Figures) {
    this.#api = api;
    this.#address = address;
    this.#figures = figures;
  }

  async ask<Output extends z.ZodType>(
    person: Person,
    endpoint: Endpoint & { readonly output: Output },
    given: Given = {},
  ): Promise<Result<z.output<Output>, Refusal>> {
    for (let tries = 1; ; tries++) {
      const answer = await this.#once(person, endpoint, given);
      if (answer?.ok) return ok(endpoint.output.parse(await answer.json()));
      if (answer && (!isPassing(answer) || tries === TRIES)) return err(await this.#refused(answer));
      if (tries === TRIES) throw new Error(`${endpoint.operationId} got no answer`);
      if (answer) this.#figures.error(`http ${answer.status}`);
      await wait(Math.max(askedMs(answer), Math.min(PAUSE_MAX_MS, SECOND_MS * 2 ** (tries - 1))));
    }
  }

  /** Undefined: no answer came. */
  async #once(
    person: Person,
    { method, path }: Endpoint,
    { params, query, body }: Given,
  ): Promise<Response | undefined> {
    const filled = path.replaceAll(/:(\w+)/g, (_, name: string) => params?.[name] ?? "");
    const search = query ? `?${new URLSearchParams(query).toString()}` : "";
    const headers = {
      authorization: `Bearer ${await this.#api.token(person)}`,
      "content-type": "application/json",
      "cf-connecting-ip": this.#address,
    };
    const sent = body === undefined ? null : JSON.stringify(body);
    try {
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      return await fetch(this.#api.url + API_BASE + filled + search, {
        method: method.toUpperCase(),
        headers,
        body: sent,
        signal,
      });
    } catch {
      // fetch throws for one reason: there was no answer.
      return undefined;
    }
  }

  async #refused(answer: Response): Promise<Refusal> {
    const code = codeIn(await answer.text());
    this.#figures.refused(code);
    return { status: answer.status, code };
  }
}

function isPassing({ status }: Response): boolean {
  return status === TOO_MANY || status >= FAILED_FROM;
}

function askedMs(answer: Response | undefined): number {
  return Number(answer?.headers.get("retry-after") ?? 0) * SECOND_MS;
}

function codeIn(text: string): string {
  const [, code = "unknown"] = /"code":"([a-z-]+)"/.exec(text) ?? [];
  return code;
}
