import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { once } from "node:events";

/** One attempt to have a message sent, as its provider saw it. */
interface SinkCall {
  /** The product's own name for the message, the same at every attempt. */
  readonly id: string;
  /** By this process's own clock. */
  readonly at: number;
  readonly outcome: "accepted" | "refused" | "failed" | "lost";
}

/** So many calls, then nothing until the pause that each further caller is told of is over; so often. */
export interface Gate {
  readonly callsEach: number;
  readonly pauseSeconds: number;
  readonly closings: number;
}

/** Shares of calls: answered with 500, or done without anybody hearing of it. */
export interface Flaws {
  readonly failed: number;
  readonly lost: number;
  readonly chance: () => number;
}

const SECOND_MS = 1_000;

/** Stands for the providers of SMS and mail: what they were asked, and how they answered. Nobody is written to. */
export class MessageSink {
  readonly calls: SinkCall[] = [];
  /** How long after it said so the provider was asked again although it wanted to be left alone. */
  readonly earlyMs: number[] = [];
  readonly url: string;
  readonly #server: Server;
  #gate: Gate | null = null;
  #flaws: Flaws | null = null;
  #callsLeft = 0;
  #closingsLeft = 0;
  #closedAt = 0;
  #closedUntil = 0;

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.url = `http://127.0.0.1:${port}`;
    server.on("request", (request: IncomingMessage, response: ServerResponse) => {
      request.resume();
      request.once("end", () => this.#answer(String(request.headers["idempotency-key"] ?? ""), response));
    });
  }

  static async listen(port: number): Promise<MessageSink> {
    const server = createServer();
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    return new MessageSink(server, port);
  }

  /** What the product is configured with to write to people through here. */
  get settings(): Readonly<Record<string, string>> {
    const [account, from] = ["chaos", "Chaos"];
    return {
      MESSAGES: "http",
      SMS_URL: this.url,
      SMS_ACCOUNT: account,
      SMS_TOKEN: account,
      SMS_FROM: from,
      MAIL_URL: this.url,
      MAIL_TOKEN: account,
      MAIL_FROM: "chaos@chaos.example",
    };
  }

  /** Forgets what was, and behaves like this from now on. */
  become({ gate, flaws }: { readonly gate?: Gate; readonly flaws?: Flaws }): void {
    this.calls.length = 0;
    this.earlyMs.length = 0;
    this.#gate = gate ?? null;
    this.#flaws = flaws ?? null;
    this.#callsLeft = gate?.callsEach ?? 0;
    this.#closingsLeft = gate?.closings ?? 0;
    this.#closedUntil = 0;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }

  #answer(id: string, response: ServerResponse): void {
    const at = performance.now();
    const waitSeconds = this.#waitSeconds(at);
    const outcome = waitSeconds > 0 ? "refused" : this.#luck();
    this.calls.push({ id, at, outcome });
    if (outcome === "lost") return void response.destroy();
    if (outcome === "refused") return void response.writeHead(429, { "retry-after": String(waitSeconds) }).end();
    response.writeHead(outcome === "failed" ? 500 : 201).end();
  }

  /** 0 lets it through. */
  #waitSeconds(at: number): number {
    const gate = this.#gate;
    if (at < this.#closedUntil) {
      this.earlyMs.push(at - this.#closedAt);
      return Math.ceil((this.#closedUntil - at) / SECOND_MS);
    }
    if (!gate || this.#closingsLeft === 0) return 0;
    if (this.#callsLeft > 0) {
      this.#callsLeft -= 1;
      return 0;
    }
    this.#closingsLeft -= 1;
    this.#callsLeft = gate.callsEach;
    this.#closedAt = at;
    this.#closedUntil = at + gate.pauseSeconds * SECOND_MS;
    return gate.pauseSeconds;
  }

  #luck(): SinkCall["outcome"] {
    if (!this.#flaws) return "accepted";
    const chance = this.#flaws.chance();
    if (chance < this.#flaws.failed) return "failed";
    return chance < this.#flaws.failed + this.#flaws.lost ? "lost" : "accepted";
  }
}
