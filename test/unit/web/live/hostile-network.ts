import { MemoryOutbox } from "../../../../src/domain/live-client/memory-outbox.ts";
import type { Ack } from "../../../../src/protocol/live/driver-down.ts";
import type { DriverUp } from "../../../../src/protocol/live/driver-up.ts";
import { DriverSender, type SendChannel } from "../../../../src/web/shared/live/driver-sender.ts";
import { FakeClock, settled } from "./fake-clock.ts";
import { ServerModel } from "./server-model.ts";

const EPOCH = "epoch-0001";
const REQUEST_PAUSE_MS = 5_000;

type Request = { readonly frames: readonly DriverUp[]; readonly answer: (ack: Ack | false) => void };

/** A phone, a server, and between them a network that drops, repeats, delays and reorders as it is told to. */
export class HostileNetwork {
  readonly clock = new FakeClock();
  readonly server = new ServerModel();
  readonly outbox = new MemoryOutbox(EPOCH);
  /** What the phone put into its outbox, by key, as the server should have it in the end. */
  readonly appended = new Map<string, string>();
  readonly troubles: unknown[] = [];
  #sender: DriverSender | null = null;
  #up: DriverUp[] = [];
  #down: Ack[] = [];
  #requests: Request[] = [];
  #fixes = 0;
  #actions = 0;
  #resets = 0;

  /** A process that dies leaves its outbox behind, and whatever it had on the way. */
  async restartPhone(): Promise<void> {
    this.#sender?.use(null);
    const deps = {
      now: this.clock.now,
      setTimer: this.clock.setTimer,
      outbox: this.outbox,
      onPending: () => {},
      onTrouble: (cause: unknown) => this.troubles.push(cause),
    };
    this.#sender = new DriverSender(deps, await this.outbox.contents());
  }

  appendFix(): Promise<number | undefined> {
    const fix = {
      at: this.clock.now(),
      lat: 52.5,
      lng: 13.4,
      accuracyM: 5,
      speedMps: null,
      headingDeg: null,
      flags: 0,
    };
    const seq = ++this.#fixes;
    this.appended.set(`fix ${EPOCH} ${seq}`, JSON.stringify([seq, fix.at, fix.lat, fix.lng, 5, null, null, 0]));
    return this.#sender?.append(fix) ?? Promise.resolve(undefined);
  }

  appendAction(): Promise<number | undefined> {
    const seq = ++this.#actions;
    const at = this.clock.now();
    const action = { type: "driver:sos", at, lat: null, lng: null, note: `call ${seq}` } as const;
    const stored = { type: action.type, epoch: EPOCH, seq, at, lat: null, lng: null, note: action.note };
    this.appended.set(`action ${EPOCH} ${seq}`, JSON.stringify(stored));
    return this.#sender?.appendAction(action) ?? Promise.resolve(undefined);
  }

  async openSocket(): Promise<void> {
    await this.#sender?.acked(this.server.ack(EPOCH));
    this.#sender?.use({
      kind: "socket",
      send: (frames) => {
        this.#up.push(...frames);
        return Promise.resolve(true);
      },
      reset: () => this.#resets++,
    });
  }

  useRequests(): void {
    this.#sender?.use({ kind: "rest", send: (frames) => this.#request(frames), reset: () => this.#resets++ });
  }

  cut(): void {
    this.#sender?.use(null);
  }

  /** The answer may never come: then the phone gives up and asks again after a pause. */
  #request(frames: readonly DriverUp[]): ReturnType<SendChannel["send"]> {
    return new Promise((resolve) => {
      const answer = (ack: Ack | false) => resolve(ack);
      this.#requests.push({ frames, answer });
      this.clock.setTimer(() => resolve(false), REQUEST_PAUSE_MS);
    });
  }

  /** One frame arrives, not always the first; `repeat` leaves it on the way to come once more. */
  arrive(pick: number, repeat: boolean): void {
    const frame = this.#up[pick % Math.max(1, this.#up.length)];
    if (!frame) return;
    if (!repeat) this.#up = this.#up.filter((other) => other !== frame);
    this.server.take(frame, this.clock.now());
    this.#down.push(this.server.ack(EPOCH));
  }

  async arriveBack(pick: number, repeat: boolean): Promise<void> {
    const ack = this.#down[pick % Math.max(1, this.#down.length)];
    if (!ack) return;
    if (!repeat) this.#down = this.#down.filter((other) => other !== ack);
    await this.#sender?.acked(ack);
  }

  /** A request is heard; its answer may get lost on the way back. */
  answer(pick: number, isLost: boolean): void {
    const request = this.#requests[pick % Math.max(1, this.#requests.length)];
    if (!request) return;
    this.#requests = this.#requests.filter((other) => other !== request);
    for (const frame of request.frames) this.server.take(frame, this.clock.now());
    // A request is answered when what it brought is on disk.
    this.server.take({ type: "flush" }, this.clock.now());
    if (!isLost) request.answer(this.server.ack(EPOCH));
  }

  lose(pick: number): void {
    const frame = this.#up[pick % Math.max(1, this.#up.length)];
    const ack = this.#down[pick % Math.max(1, this.#down.length)];
    this.#up = this.#up.filter((other) => other !== frame);
    this.#down = this.#down.filter((other) => other !== ack);
  }

  crashServer(): void {
    this.server.crash();
    this.cut();
  }

  /** From now on all is well. True as soon as the phone has nothing left to tell. */
  async heal(): Promise<boolean> {
    await this.openSocket();
    for (let second = 0; second < 300; second++) {
      await this.clock.advance(1_000);
      while (this.#up.length + this.#down.length > 0) {
        while (this.#up.length > 0) this.arrive(0, false);
        while (this.#down.length > 0) await this.arriveBack(0, false);
        await settled();
      }
      if (this.#resets > 0) {
        this.#resets = 0;
        await this.openSocket();
      }
      if (await this.#isDone()) return true;
    }
    return false;
  }

  async #isDone(): Promise<boolean> {
    const { fixes, actions } = await this.outbox.contents();
    return fixes.acked === fixes.appended && actions.acked === actions.appended;
  }
}
