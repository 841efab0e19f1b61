import type { Ack } from "../../../../src/protocol/live/driver-down.ts";
import type { DriverUp } from "../../../../src/protocol/live/driver-up.ts";

const CHUNK_FIXES = 20;
const CHUNK_MS = 30_000;

type Stored = { readonly key: string; readonly value: string };

/**
 * The least that a trip's object must do: drop what it has, keep fixes in memory until there are twenty or half a minute
 * has passed, and acknowledge only what is on disk and without a gap. An epoch that it does not know starts at nothing.
 */
export class ServerModel {
  /** On disk, in the order of writing; an entry stored twice stands here twice. */
  readonly stored: Stored[] = [];
  #tail: Stored[] = [];
  #tailSince = 0;

  take(frame: DriverUp, now: number): void {
    if (frame.type === "driver:locationUpdate") {
      for (const fix of frame.fixes) this.#keep(`fix ${frame.epoch} ${fix[0]}`, JSON.stringify(fix), now);
      if (this.#tail.length >= CHUNK_FIXES || now - this.#tailSince >= CHUNK_MS) this.#write();
    } else if (frame.type === "flush") {
      this.#write();
    } else if ("seq" in frame) {
      const key = `action ${frame.epoch} ${frame.seq}`;
      if (!this.#knows(key)) this.stored.push({ key, value: JSON.stringify(frame) });
    }
  }

  ack(epoch: string): Ack {
    return { type: "ack", epoch, fixes: this.#wholeOf("fix", epoch), actions: this.#wholeOf("action", epoch) };
  }

  /** Whatever was not on disk is gone. */
  crash(): void {
    this.#tail = [];
  }

  #keep(key: string, value: string, now: number): void {
    if (this.#knows(key)) return;
    if (this.#tail.length === 0) this.#tailSince = now;
    this.#tail.push({ key, value });
  }

  #write(): void {
    this.stored.push(...this.#tail);
    this.#tail = [];
  }

  #knows(key: string): boolean {
    return this.stored.some((entry) => entry.key === key) || this.#tail.some((entry) => entry.key === key);
  }

  #wholeOf(kind: string, epoch: string): number {
    const keys = new Set(this.stored.map(({ key }) => key));
    let whole = 0;
    while (keys.has(`${kind} ${epoch} ${whole + 1}`)) whole++;
    return whole;
  }
}
