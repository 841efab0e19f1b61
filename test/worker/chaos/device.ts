import type { ClientLog } from "../../../dev/chaos/client-log.ts";
import type { Dice } from "../../../dev/chaos/dice.ts";
import { StopId } from "../../../src/protocol/ids.ts";
import type { TripBrief } from "../../../src/protocol/live/trip-brief.ts";
import type { DriverDown } from "../../../src/protocol/live/driver-down.ts";
import type { DriverUp } from "../../../src/protocol/live/driver-up.ts";
import type { WireFix } from "../../../src/protocol/live/fix.ts";
import { DEPOT, driverOf, type Ear, is, madeUpId } from "../objects/trip/trip-fixture.ts";

type Socket = Ear<DriverDown>;

/** The sockets of one trip's devices: one at a time, which all of them share. */
export class Line {
  readonly brief: TripBrief;
  readonly #logs: readonly ClientLog[];
  #ear: Socket | null = null;
  #read = 0;

  constructor(brief: TripBrief, logs: readonly ClientLog[]) {
    this.brief = brief;
    this.#logs = logs;
  }

  async say(message: DriverUp, epoch: string): Promise<void> {
    const ear = await this.#open(epoch);
    ear.say(message);
  }

  /** Answered only after everything before it was taken in. */
  async settled(epoch: string): Promise<void> {
    const ear = await this.#open(epoch);
    const heard = ear.heard.length;
    ear.say({ type: "clock", t0: 1 });
    await ear.wait(is("clock"), heard);
    this.#listen();
  }

  /** Waits until all of a stream is promised; whoever asks sends until then. */
  async promised(log: ClientLog): Promise<void> {
    const ear = await this.#open(log.epoch);
    const isWhole = ({ epoch, fixes, actions }: { epoch: string; fixes: number; actions: number }) =>
      epoch === log.epoch && fixes >= log.fixes.said.size && actions >= log.actions.said.size;
    await ear.wait((one): one is DriverDown => one.type === "ack" && isWhole(one), this.#read);
    this.#listen();
  }

  /** The socket is gone without a word, or with one. */
  async lost(how: "broken" | "hung up"): Promise<void> {
    this.#listen();
    if (how === "hung up" && this.#ear && !this.#ear.closed) {
      this.#ear.hangUp();
      await this.#ear.waitForClose();
    }
    this.#ear = null;
    this.#read = 0;
  }

  async #open(epoch: string): Promise<Socket> {
    if (this.#ear && !this.#ear.closed) return this.#ear;
    await this.lost("broken");
    const { ear } = await driverOf(this.brief, epoch);
    this.#ear = ear;
    this.#listen();
    return ear;
  }

  #listen(): void {
    for (const message of this.#ear?.heard.slice(this.#read) ?? []) {
      if (message.type !== "ack" && message.type !== "hello") continue;
      const log = this.#logs.find(({ epoch }) => epoch === message.epoch);
      log?.acked(message.fixes, message.actions);
    }
    this.#read = this.#ear?.heard.length ?? 0;
  }
}

/** A phone that says everything in order, and then does not. */
export class Device {
  readonly log: ClientLog;
  readonly #line: Line;
  readonly #dice: Dice;
  readonly #timeOf: () => number;

  /** `timeOf` gives each time once, over all devices of a trip. */
  constructor(log: ClientLog, line: Line, dice: Dice, timeOf: () => number) {
    this.log = log;
    this.#line = line;
    this.#dice = dice;
    this.#timeOf = timeOf;
  }

  async measure(count: number): Promise<void> {
    const first = this.log.fixes.said.size + 1;
    for (let index = 0; index < count; index++) this.log.fixes.say(this.#timeOf());
    if (this.#dice.chance(0.1)) return; // lost on the way: it comes again later
    await this.#send(first, count);
    if (this.#dice.chance(0.2)) await this.#send(first, count);
  }

  /** Anything that was said before, once more. */
  async repeat(): Promise<void> {
    const said = this.log.fixes.said.size;
    if (said === 0) return;
    const first = this.#dice.between(1, said);
    await this.#send(first, Math.min(said - first + 1, this.#dice.between(1, 60)));
  }

  async act(): Promise<void> {
    const seq = this.log.actions.say(this.#timeOf());
    if (this.#dice.chance(0.1)) return;
    await this.#sendAction(seq);
    if (this.#dice.chance(0.3)) await this.#sendAction(this.#dice.between(1, seq));
  }

  flush(): Promise<void> {
    return this.#line.say({ type: "flush" }, this.log.epoch);
  }

  /** As a phone ends its day: everything that is not promised yet goes out again, until it is. */
  async finish(): Promise<void> {
    const { fixes, actions } = this.log;
    for (let seq = actions.acked + 1; seq <= actions.said.size; seq++) await this.#sendAction(seq);
    for (let first = fixes.acked + 1; first <= fixes.said.size; first += 200)
      await this.#send(first, Math.min(200, fixes.said.size - first + 1), false);
    // A repeated frame is always answered.
    if (fixes.said.size > 0) await this.#send(fixes.said.size, 1, false);
    await this.flush();
    if (fixes.said.size > 0) await this.#line.promised(this.log);
  }

  async #send(first: number, count: number, mayShuffle = true): Promise<void> {
    const inOrder = Array.from({ length: count }, (_, index) => this.#wire(first + index));
    const fixes = mayShuffle && this.#dice.chance(0.2) ? this.#dice.shuffled(inOrder) : inOrder;
    const { epoch } = this.log;
    await this.#line.say({ type: "driver:locationUpdate", epoch, fixes }, epoch);
  }

  async #sendAction(seq: number): Promise<void> {
    const { epoch } = this.log;
    const at = this.log.actions.said.get(seq) ?? 0;
    // No such stop: the rules refuse it, and whatever was asked leaves one line in the log.
    const stopId = StopId.parse(madeUpId("stp"));
    const asked = { type: "stop:statusUpdate", event: "arrive", reason: null, stopId } as const;
    await this.#line.say({ ...asked, epoch, seq, at }, epoch);
  }

  #wire(seq: number): WireFix {
    return [seq, this.log.fixes.said.get(seq) ?? 0, DEPOT.lat + seq / 10_000, DEPOT.lng, 5, 10, 0, 0];
  }
}
