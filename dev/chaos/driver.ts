import { METRES_PER_LAT } from "../../src/domain/geo.ts";
import type { ActionDraft } from "../../src/domain/live-client/outbox.ts";
import { MemoryOutbox } from "../../src/domain/live-client/memory-outbox.ts";
import type { Link } from "../../src/domain/live-client/reconnect.ts";
import { ok } from "../../src/domain/result.ts";
import { DriverDown } from "../../src/protocol/live/driver-down.ts";
import type { DriverUp } from "../../src/protocol/live/driver-up.ts";
import type { Trip } from "../../src/protocol/api/trips.ts";
import { PROTOCOL_VERSION } from "../../src/protocol/version.ts";
import { systemClockwork } from "../../src/web/shared/live/clockwork.ts";
import { DriverSender } from "../../src/web/shared/live/driver-sender.ts";
import { LiveSocket } from "../../src/web/shared/live/live-socket.ts";
import { socketUrl } from "../../src/web/shared/live/socket-url.ts";
import type { Api } from "./api.ts";
import { ClientLog } from "./client-log.ts";
import type { Dice } from "./dice.ts";
import { hostileWire, type WireFaults } from "./hostile-wire.ts";
import type { PhoneClock } from "./phone-clock.ts";
import { socketFrom } from "./socket-from.ts";

const SPEED_MPS = 10;
const SECOND_MS = 1_000;
/** What is measured lies behind us, also by a clock that ticks a little slower than ours. */
const MEASURED_AGO_MS = 5;

export interface DriverOptions {
  readonly api: Api;
  readonly trip: Trip;
  /** Where it connects from. */
  readonly address: string;
  readonly clock: PhoneClock;
  readonly dice: Dice;
  readonly faults: WireFaults;
  readonly onTrouble: (cause: unknown) => void;
}

export interface AckDelay {
  readonly at: number;
  readonly ms: number;
}

/** A driver's phone as the product makes it, with a memory of its own about everything that it was promised. */
export class ChaosDriver {
  readonly log: ClientLog;
  readonly delays: AckDelay[] = [];
  reconnects = 0;
  sentTwice = 0;
  openedAt: number | null = null;
  readonly #options: DriverOptions;
  readonly #socket: LiveSocket<DriverDown>;
  readonly #sender: DriverSender;
  #asked: { readonly fixes: number; readonly actions: number; readonly at: number }[] = [];
  #lastAt: number;
  /** As the server was told last. */
  #offsetMs = 0;
  #lat: number;
  readonly #lng: number;

  private constructor(
    options: DriverOptions,
    contents: ConstructorParameters<typeof DriverSender>[1],
    outbox: MemoryOutbox,
  ) {
    const { trip, dice, onTrouble } = options;
    this.#options = options;
    this.log = new ClientLog(trip.id, contents.epoch);
    this.#lastAt = (trip.startedAt ?? 0) - options.clock.offsetMs;
    this.#lat = 52.4 + dice.next() / 5;
    this.#lng = 13.2 + dice.next() / 2;
    this.#sender = new DriverSender({ ...systemClockwork, outbox, onPending: () => {}, onTrouble }, contents);
    this.#socket = new LiveSocket<DriverDown>({
      ...systemClockwork,
      openSocket: socketFrom(options.address),
      schema: DriverDown,
      dial: () => this.#dial(),
      onLink: (link) => this.#onLink(link),
      onMessage: (message) => this.#onMessage(message),
      onTrouble,
    });
  }

  static async make(options: DriverOptions): Promise<ChaosDriver> {
    const outbox = new MemoryOutbox(`epoch-${options.trip.id.slice(-12)}`);
    return new ChaosDriver(options, await outbox.contents(), outbox);
  }

  get trip(): Trip {
    return this.#options.trip;
  }

  get isOpen(): boolean {
    return this.#socket.link.tag === "open";
  }

  /** For whoever asks why it is not done yet. */
  get whereabouts(): string {
    const { link } = this.#socket;
    const { fixes, actions } = this.log;
    const code = link.tag === "stopped" ? ` by ${link.code}` : "";
    const greeted = this.openedAt === null ? "never greeted" : `greeted at ${new Date(this.openedAt).toISOString()}`;
    return `${link.tag}${code}, ${greeted}, ${fixes.said.size - fixes.acked} fixes and ${actions.said.size - actions.acked} actions to go`;
  }

  /** Everything that was said is promised. */
  get isSettled(): boolean {
    return this.log.fixes.isSettled && this.log.actions.isSettled;
  }

  start(): void {
    this.#socket.start();
  }

  stop(): void {
    this.#socket.stop();
  }

  /** Asks to store each frame at once instead of leaving it to chunks that fill up. */
  hurry(): void {
    this.#sender.hurry(true);
  }

  /** A tunnel: the connection is gone, and nobody said so. */
  hangUp(): void {
    this.#socket.reset();
  }

  async drive(count: number): Promise<void> {
    const now = this.#options.clock.now() - MEASURED_AGO_MS;
    for (let index = 0; index < count; index++) {
      // Each time once, so that a stored fix tells which one it was; and the last of them about now.
      const at = Math.max(this.#lastAt + 1, now - (count - 1 - index));
      this.#lat += (SPEED_MPS * Math.min(at - this.#lastAt, SECOND_MS)) / SECOND_MS / METRES_PER_LAT;
      this.#lastAt = at;
      this.log.fixes.say(at);
      await this.#sender.append({
        at,
        lat: this.#lat,
        lng: this.#lng,
        accuracyM: 5,
        speedMps: SPEED_MPS,
        headingDeg: 0,
        flags: 0,
      });
    }
  }

  /** Pauses and resumes by turns: each leaves one line in the trip's log. */
  async act(): Promise<void> {
    return this.#act(this.log.actions.said.size % 2 === 0 ? "pause" : "resume");
  }

  /** The end of the duty: what is in no chunk yet becomes one. */
  async complete(): Promise<void> {
    return this.#act("complete");
  }

  /** The app asks for the clock when it connects, and again when it jumps. */
  turnClock(byMs: number): void {
    if (byMs === 0) return;
    this.#options.clock.turn(byMs);
    this.#lastAt += byMs;
    this.#greet();
  }

  async #act(event: "pause" | "resume" | "complete"): Promise<void> {
    return this.tell((at) => ({ type: "trip:statusUpdate", at, event }));
  }

  /** Says something about the round, as the app does. */
  async tell(actionAt: (at: number) => ActionDraft): Promise<void> {
    // A clock that drifts is asked for anew, so that it is known which time the line of the log will have.
    if (this.isOpen && this.#options.clock.offsetMs !== this.#offsetMs) this.#greet();
    const at = Math.max(this.#lastAt + 1, this.#options.clock.now() - MEASURED_AGO_MS);
    this.#lastAt = at;
    // A line of the log has our time.
    this.log.actions.say(at + this.#offsetMs);
    await this.#sender.appendAction(actionAt(at));
  }

  async #dial(): ReturnType<ConstructorParameters<typeof LiveSocket<DriverDown>>[0]["dial"]> {
    const { api, trip } = this.#options;
    const { path, protocols } = await api.ticket({ role: "driver", id: trip.driverId }, trip.id);
    return ok({ url: socketUrl(api.url, path), protocols, authForMs: null });
  }

  #onLink(link: Link): void {
    this.#asked = [];
    if (link.tag !== "open") return this.#sender.use(null);
    this.reconnects += 1;
    this.#greet();
  }

  #greet(): void {
    const { epoch } = this.log;
    this.#offsetMs = this.#options.clock.offsetMs;
    this.#say({ type: "hello", version: PROTOCOL_VERSION, epoch, lastSeq: 0, clockOffsetMs: this.#offsetMs });
  }

  #onMessage(message: DriverDown): void {
    if (message.type === "ack") this.#acked(message);
    if (message.type !== "hello") return;
    this.openedAt = Date.now();
    this.#acked(message);
    const { dice, faults } = this.#options;
    this.#sender.use(
      hostileWire(dice, faults, {
        send: (text) => this.#socket.send(text),
        reset: () => this.#socket.reset(),
        asked: (frame) => this.#onAsked(frame),
        sentTwice: () => (this.sentTwice += 1),
      }),
    );
  }

  #onAsked(frame: DriverUp): void {
    const { fixes, actions } = this.log;
    const at = performance.now();
    if ("seq" in frame) this.#asked.push({ fixes: 0, actions: frame.seq, at });
    else if (frame.type === "flush") this.#asked.push({ fixes: fixes.acked + 1, actions: actions.acked, at });
  }

  #acked({ epoch, fixes, actions }: { epoch: string; fixes: number; actions: number }): void {
    if (epoch !== this.log.epoch) return;
    this.log.acked(fixes, actions);
    const now = performance.now();
    const answered = this.#asked.filter((asked) => asked.fixes <= fixes && asked.actions <= actions);
    for (const asked of answered) this.delays.push({ at: Date.now(), ms: now - asked.at });
    this.#asked = this.#asked.filter((asked) => !answered.includes(asked));
    this.#sender.acked({ epoch, fixes, actions }).catch(this.#options.onTrouble);
  }

  #say(frame: DriverUp): void {
    this.#socket.send(JSON.stringify(frame));
  }
}
