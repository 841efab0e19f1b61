import type { WebSocket } from "ws";
import { ackDueAt, ALL_ACKED, onFrame, type Unacked } from "../../src/domain/live-client/read-credit.ts";
import { decodeLiveFrame } from "../../src/domain/live-record.ts";
import { DispatchDown, type LiveDriver } from "../../src/protocol/live/dispatch-down.ts";
import type { DispatchUp } from "../../src/protocol/live/dispatch-up.ts";
import { PROTOCOL_VERSION } from "../../src/protocol/version.ts";
import { bytesOf, textOf } from "../load/lines.ts";

/** A frame has the last 32 bits of a revision. */
const FRAME_REVS = 2 ** 32;

export interface MapEars {
  readonly frame: () => void;
  readonly moved: (tripId: string, lat: number) => void;
}

/** A dispatcher's map: knows drivers by number, and throws as soon as a revision is missing. */
export class MapReader {
  readonly #line: WebSocket;
  readonly #ears: MapEars;
  readonly #tripAt = new Map<number, string>();
  #rev: number | null = null;
  #unacked: Unacked = ALL_ACKED;

  constructor(line: WebSocket, ears: MapEars) {
    this.#line = line;
    this.#ears = ears;
  }

  /** Resolves with the first whole picture. */
  async greet(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#line.on("message", (data, isBinary) => {
      this.#ears.frame();
      if (isBinary) this.#readPositions(bytesOf(data));
      else this.#readJson(textOf(data));
      this.#acknowledge();
      if (this.#rev !== null) resolve();
    });
    this.#say({ type: "hello", version: PROTOCOL_VERSION, since: null });
    return promise;
  }

  #readPositions(bytes: ArrayBuffer): void {
    const frame = decodeLiveFrame(bytes);
    if (!frame.ok) throw new Error(`a frame of positions is ${frame.error.tag}`);
    const { kind, rev, records } = frame.value;
    if (this.#rev === null || rev !== this.#rev % FRAME_REVS) throw new Error("a frame of another revision");
    if (kind === "everyone") return;
    for (const { index, lat } of records) {
      const tripId = this.#tripAt.get(index);
      if (tripId === undefined) throw new Error(`driver ${index} was never introduced`);
      this.#ears.moved(tripId, lat);
    }
  }

  #readJson(text: string): void {
    const message = DispatchDown.parse(JSON.parse(text));
    if (message.type === "snapshot") {
      for (const driver of message.drivers) this.#meet(driver);
      this.#rev = message.rev;
    }
    if (message.type !== "deltas") return;
    if (message.prev !== this.#rev) throw new Error("a revision is missing");
    this.#rev = message.rev;
    for (const change of message.changes) {
      if (change.type !== "driver:updated") continue;
      this.#meet(change.driver);
      const { tripId, point } = change.driver;
      if (point) this.#ears.moved(tripId, point.lat);
    }
  }

  #meet({ index, tripId }: LiveDriver): void {
    this.#tripAt.set(index, tripId);
  }

  /** As often as a browser does, but on the next frame instead of by a timer: frames come ten times a second. */
  #acknowledge(): void {
    const now = Date.now();
    this.#unacked = onFrame(this.#unacked, now);
    const dueAt = ackDueAt(this.#unacked);
    if (dueAt === null || now < dueAt) return;
    this.#say({ type: "ack", frames: this.#unacked.frames });
    this.#unacked = ALL_ACKED;
  }

  #say(message: DispatchUp): void {
    this.#line.send(JSON.stringify(message));
  }
}
