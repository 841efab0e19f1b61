import { DriverDown } from "../../../src/protocol/live/driver-down.ts";
import { DriverUp } from "../../../src/protocol/live/driver-up.ts";
import type { Figures } from "../figures.ts";
import type { PhoneLine } from "./phone.ts";

/** Looks at what a phone's socket carries, and at how long each acknowledgement took. */
export class AckWatch {
  readonly #figures: Figures;
  readonly #tell: (line: PhoneLine) => void;
  #fixes = { sent: 0, acked: 0 };
  #waiting: { readonly stream: "fixes" | "actions"; readonly seq: number; readonly at: number }[] = [];

  constructor(figures: Figures, tell: (line: PhoneLine) => void) {
    this.#figures = figures;
    this.#tell = tell;
  }

  /** Another connection: what is sent again is a new question. */
  reset(): void {
    this.#waiting = [];
  }

  sent(text: string): void {
    if (!text.startsWith("{")) return;
    const frame = DriverUp.safeParse(JSON.parse(text));
    if (!frame.success) return;
    const at = performance.now();
    const { data } = frame;
    if ("seq" in data) {
      this.#waiting.push({ stream: "actions", seq: data.seq, at });
      this.#say("sent", `${data.type} ${data.seq} ${"event" in data ? data.event : ""}`.trim());
    } else if (data.type === "driver:locationUpdate") {
      const first = data.fixes[0]?.[0] ?? 0;
      const last = data.fixes.at(-1)?.[0] ?? 0;
      this.#waiting.push({ stream: "fixes", seq: last, at });
      this.#figures.sent += Math.max(0, last - Math.max(first - 1, this.#fixes.sent));
      this.#fixes.sent = Math.max(this.#fixes.sent, last);
      this.#say("sent", `positions ${first === last ? first : `${first} to ${last}`}`);
    }
  }

  heard(data: string | ArrayBuffer): void {
    if (typeof data !== "string" || !data.startsWith("{")) return;
    const read = DriverDown.safeParse(JSON.parse(data));
    if (!read.success) return;
    if (read.data.type === "error") {
      this.#figures.refused(read.data.code);
      this.#say("received", `refused: ${read.data.message}`);
    }
    if (read.data.type !== "ack" && read.data.type !== "hello") return;
    const { fixes, actions } = read.data;
    if (read.data.type === "ack") this.#say("received", `all kept up to position ${fixes} and action ${actions}`);
    this.#figures.acked += Math.max(0, fixes - this.#fixes.acked);
    this.#fixes.acked = Math.max(this.#fixes.acked, fixes);
    const now = performance.now();
    const answered = this.#waiting.filter(({ stream, seq }) => seq <= (stream === "fixes" ? fixes : actions));
    for (const { stream, at } of answered)
      if (stream === "actions") this.#figures.ackTook(now - at);
      else this.#figures.keptAfter(now - at);
    this.#waiting = this.#waiting.filter((one) => !answered.includes(one));
  }

  #say(way: PhoneLine["way"], text: string): void {
    this.#tell({ at: Date.now(), way, text });
  }
}
