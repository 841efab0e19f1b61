import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";

/**
 * What lies between the endpoint and Postgres. `blackhole` takes everything and answers nothing, as a firewall that lost
 * its state; `slow` keeps each answer back; `refuse` hangs up at once.
 */
export type LinkMode = "open" | "blackhole" | "slow" | "refuse";

/** A database that wakes up: what a serverless Postgres takes for its first byte after a pause. */
const SLOW_MS = 800;
/** Postgres' own words: a simple query, and the tag of the answer that it was done. */
const COMMIT_ASKED = Buffer.from("COMMIT\0");
const COMMIT_DONE = Buffer.from("COMMIT\0");
/** What begins every transaction of the endpoint, and what stands in it where it only reads. */
const BEGINS = Buffer.from("BEGIN ");
const READS = Buffer.from("READ ONLY");

/** A wire that can be cut. Everything that the Worker says to Postgres goes through it. */
export class TcpProxy {
  mode: LinkMode = "open";
  /** How long a slow link keeps each answer. */
  slowMs = SLOW_MS;
  /** Where Postgres listens; it may come back on another port. */
  target: number;
  /** How many of the next commits succeed without anybody hearing of it. */
  cutsLeft = 0;
  /** After those, each so-manieth that may have written does; 0 is none. What was only read is lost without harm. */
  cutEvery = 0;
  cutsMade = 0;
  #writes = 0;
  readonly #server: Server;
  readonly #open = new Set<Socket>();

  private constructor(target: number, server: Server) {
    this.target = target;
    this.#server = server;
    server.on("connection", (near) => this.#join(near));
  }

  static async listen(port: number, target: number): Promise<TcpProxy> {
    const server = createServer();
    const proxy = new TcpProxy(target, server);
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    return proxy;
  }

  /** A blackhole that ends lets nothing through of what came before: those connections are dead. */
  reopen(): void {
    if (this.mode === "blackhole") this.#cutAll();
    this.mode = "open";
    this.slowMs = SLOW_MS;
  }

  async stop(): Promise<void> {
    this.#cutAll();
    this.#server.close();
    await once(this.#server, "close");
  }

  #cutAll(): void {
    for (const socket of this.#open) socket.destroy();
    this.#open.clear();
  }

  #join(near: Socket): void {
    if (this.mode === "refuse") return void near.destroy();
    const far = connect(this.target, "127.0.0.1");
    let [commitAsked, isRead] = [false, false];
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#open.add(socket);
      // A reset is what this proxy is for; the close that follows is all there is to do.
      socket.on("error", () => {});
      socket.on("close", () => {
        this.#open.delete(socket);
        other.destroy();
      });
    }
    near.on("data", (data) => {
      if (this.mode === "blackhole") return;
      if (data.includes(BEGINS)) isRead = data.includes(READS);
      if (data.includes(COMMIT_ASKED)) commitAsked = true;
      far.write(data);
    });
    far.on("data", (data) => {
      if (this.mode === "blackhole") return;
      const isDone = commitAsked && data.includes(COMMIT_DONE);
      if (isDone) {
        commitAsked = false;
        if (this.#takesCut(!isRead)) return void near.destroy();
      }
      if (this.mode === "slow") setTimeout(() => near.write(data), this.slowMs);
      else near.write(data);
    });
  }

  #takesCut(mayHaveWritten: boolean): boolean {
    if (mayHaveWritten) this.#writes += 1;
    const isOneOfMany = mayHaveWritten && this.cutEvery > 0 && this.#writes % this.cutEvery === 0;
    if (this.cutsLeft === 0 && !isOneOfMany) return false;
    this.cutsLeft = Math.max(0, this.cutsLeft - 1);
    this.cutsMade += 1;
    return true;
  }
}
