import type { Socket } from "node:net";
import { WebSocket } from "ws";

export type Audience = "driver" | "customer" | "dispatcher";

const OPEN_TIMEOUT_MS = 20_000;
const AUDIENCES = ["driver", "customer", "dispatcher"] as const;

/** All of a run's sockets: opened, counted and ended here. */
export class Lines {
  readonly #sockets = new Map<Audience, Socket[]>(AUDIENCES.map((audience) => [audience, []]));
  readonly #lines: WebSocket[] = [];
  /** Ended by the other side while the run went on. */
  dropped = 0;
  #isOver = false;

  async open(audience: Audience, url: string, headers: Record<string, string> = {}): Promise<WebSocket> {
    const line = new WebSocket(url, { headers, perMessageDeflate: false, handshakeTimeout: OPEN_TIMEOUT_MS });
    this.#lines.push(line);
    line.once("upgrade", ({ socket }) => this.#sockets.get(audience)?.push(socket));
    await new Promise<void>((resolve, reject) => {
      line.once("open", resolve).once("error", reject);
    });
    line.on("error", () => line.terminate());
    line.once("close", () => (this.dropped += this.#isOver ? 0 : 1));
    return line;
  }

  get count(): number {
    return this.#lines.length;
  }

  bytesRead(audience: Audience): number {
    return (this.#sockets.get(audience) ?? []).reduce((sum, { bytesRead }) => sum + bytesRead, 0);
  }

  close(): void {
    this.#isOver = true;
    for (const line of this.#lines) line.terminate();
  }
}

/** A text or binary message as one piece, which `ws` gives unless it is asked for fragments. */
export function textOf(data: WebSocket.RawData): string {
  if (Buffer.isBuffer(data)) return data.toString("utf8");
  throw new Error("a message came in pieces");
}

export function bytesOf(data: WebSocket.RawData): ArrayBuffer {
  if (!Buffer.isBuffer(data)) throw new Error("a message came in pieces");
  return Uint8Array.from(data).buffer;
}
