import type { ActionDraft, FixDraft, Outbox, OutboxContents } from "../../../domain/live-client/outbox.ts";
import {
  type SendFlow,
  type SendManner,
  type SendStep,
  type SendStream,
  type StreamName,
  nextStep,
  onAcked,
  onAppended,
  onAsked,
  onOpened,
  onRewound,
  onSent,
  startStream,
} from "../../../domain/live-client/send-flow.ts";
import type { Ack } from "../../../protocol/live/driver-down.ts";
import type { DriverUp } from "../../../protocol/live/driver-up.ts";
import type { Clockwork } from "./clockwork.ts";

/** One connection that can carry frames now. */
export interface SendChannel {
  readonly kind: SendManner["channel"];
  /**
   * Frames of one stream, or a flush. A socket says nothing back here; a request answers with an acknowledgement.
   * False: it did not get through. A request has paused by then and may be made again.
   */
  readonly send: (frames: readonly DriverUp[]) => Promise<Ack | boolean>;
  /** Nothing comes back any more: end it, so that another one is opened. */
  readonly reset: () => void;
}

export interface SenderDeps extends Pick<Clockwork, "now" | "setTimer"> {
  readonly outbox: Outbox;
  /** How many the server has not yet acknowledged, whenever that changes. */
  readonly onPending: (pending: { readonly fixes: number; readonly actions: number }) => void;
  /** The store failed: the device is full, or its data was taken away. */
  readonly onTrouble: (cause: unknown) => void;
}

/** Carries the outbox to the server over whichever channel there is, and forgets only what was acknowledged. */
export class DriverSender {
  readonly #deps: SenderDeps;
  readonly #epoch: string;
  #flow: SendFlow;
  #channel: SendChannel | null = null;
  #batch: Pick<SendManner, "batch" | "holdMs"> = { batch: 1, holdMs: 0 };
  #hurry = false;
  /** The channel that is being served now; null between two steps in time. */
  #serving: SendChannel | null = null;
  #cancelTimer: () => void = () => {};

  constructor(deps: SenderDeps, { epoch, fixes, actions }: OutboxContents) {
    this.#deps = deps;
    this.#epoch = epoch;
    this.#flow = {
      fixes: startStream(fixes.acked, fixes.appended),
      actions: startStream(actions.acked, actions.appended),
    };
    this.#tellPending();
  }

  get epoch(): string {
    return this.#epoch;
  }

  async append(draft: FixDraft): Promise<number> {
    const seq = await this.#deps.outbox.append(draft);
    this.#change("fixes", (stream) => onAppended(stream, seq, this.#deps.now()));
    return seq;
  }

  async appendAction(draft: ActionDraft): Promise<number> {
    const seq = await this.#deps.outbox.appendAction(draft);
    this.#change("actions", (stream) => onAppended(stream, seq, this.#deps.now()));
    return seq;
  }

  /**
   * From now on everything goes this way, beginning behind the last acknowledgement; null when there is no way.
   * Each use takes a channel of its own, so that what an earlier one was still doing is never taken for this one's.
   */
  use(channel: SendChannel | null): void {
    this.#channel = channel;
    this.#flow = onOpened(this.#flow);
    this.#serve();
  }

  pace(batch: number, holdMs: number): void {
    this.#batch = { batch, holdMs };
    this.#serve();
  }

  /** The page is about to be hidden or frozen, or is back. */
  hurry(hurry: boolean): void {
    this.#hurry = hurry;
    this.#serve();
  }

  /** Another epoch's acknowledgement is about numbers that are not ours. */
  async acked({ epoch, fixes, actions }: Pick<Ack, "epoch" | "fixes" | "actions">): Promise<void> {
    if (epoch !== this.#epoch) return;
    const now = this.#deps.now();
    const before = this.#flow;
    this.#flow = { fixes: onAcked(before.fixes, fixes, now), actions: onAcked(before.actions, actions, now) };
    if (this.#flow.fixes === before.fixes && this.#flow.actions === before.actions) return;
    this.#tellPending();
    this.#serve();
    try {
      await this.#deps.outbox.ackTo(fixes, actions);
    } catch (cause) {
      this.#deps.onTrouble(cause);
    }
  }

  #change(name: StreamName, change: (stream: SendStream) => SendStream): void {
    this.#flow = { ...this.#flow, [name]: change(this.#flow[name]) };
    this.#tellPending();
    this.#serve();
  }

  #tellPending(): void {
    const { fixes, actions } = this.#flow;
    this.#deps.onPending({ fixes: fixes.appended - fixes.acked, actions: actions.appended - actions.acked });
  }

  /** One server for each channel: a request that hangs must not keep a socket that has just opened waiting. */
  #serve(): void {
    const channel = this.#channel;
    if (!channel || this.#serving === channel) return;
    this.#serving = channel;
    this.#work(channel).catch((cause: unknown) => {
      if (this.#serving === channel) this.#serving = null;
      this.#deps.onTrouble(cause);
    });
  }

  async #work(channel: SendChannel): Promise<void> {
    while (channel === this.#channel) {
      const step = nextStep(
        this.#flow,
        { channel: channel.kind, ...this.#batch, hurry: this.#hurry },
        this.#deps.now(),
      );
      if (step.do === "wait") {
        this.#serving = null;
        this.#sleep(step.until);
        return;
      }
      if (step.do === "reset") {
        this.#serving = null;
        this.use(null);
        channel.reset();
        return;
      }
      await this.#take(step, channel);
    }
    if (this.#serving === channel) this.#serving = null;
  }

  #sleep(until: number | null): void {
    this.#cancelTimer();
    if (until === null) return;
    this.#cancelTimer = this.#deps.setTimer(() => this.#serve(), until - this.#deps.now());
  }

  async #take(step: Exclude<SendStep, { do: "wait" | "reset" }>, channel: SendChannel): Promise<void> {
    const { fixes } = this.#flow;
    switch (step.do) {
      case "rewind":
        this.#flow = { ...this.#flow, [step.stream]: onRewound(this.#flow[step.stream]) };
        return;
      case "flush":
        this.#flow = { ...this.#flow, fixes: onAsked(fixes, this.#deps.now()) };
        return this.#hand([{ type: "flush" }], channel);
      case "send":
        return step.stream === "fixes" ? this.#sendFixes(step, channel) : this.#sendActions(step, channel);
    }
  }

  async #sendFixes({ after, count }: Extract<SendStep, { do: "send" }>, channel: SendChannel): Promise<void> {
    const fixes = await this.#deps.outbox.fixesAfter(after, count);
    const last = fixes.at(-1)?.[0];
    if (channel !== this.#channel || last === undefined) return this.#checkLost("fixes", after, last);
    this.#flow = { ...this.#flow, fixes: onSent(this.#flow.fixes, last, this.#deps.now()) };
    await this.#hand([{ type: "driver:locationUpdate", epoch: this.#epoch, fixes }], channel);
  }

  async #sendActions({ after, count }: Extract<SendStep, { do: "send" }>, channel: SendChannel): Promise<void> {
    const actions = await this.#deps.outbox.actionsAfter(after, count);
    const last = actions.at(-1)?.seq;
    if (channel !== this.#channel || last === undefined) return this.#checkLost("actions", after, last);
    this.#flow = { ...this.#flow, actions: onSent(this.#flow.actions, last, this.#deps.now()) };
    await this.#hand(actions, channel);
  }

  async #hand(frames: readonly DriverUp[], channel: SendChannel): Promise<void> {
    const answer = await channel.send(frames);
    if (typeof answer !== "boolean") return this.acked(answer);
    if (answer || channel !== this.#channel) return;
    // A request may be made again; a socket that takes nothing is closed, and the next one will be handed to us.
    if (channel.kind === "rest") this.#flow = onOpened(this.#flow);
    else this.use(null);
  }

  /**
   * What is no longer there was acknowledged: to us while we read, or to another sender of this store whose late answer
   * only the store heard of. Otherwise somebody threw the data away.
   */
  async #checkLost(name: StreamName, after: number, last: number | undefined): Promise<void> {
    if (last !== undefined || this.#flow[name].sent !== after) return;
    const { epoch, ...spans } = await this.#deps.outbox.contents();
    if (epoch !== this.#epoch || spans[name].acked <= after) throw new Error("The outbox no longer has its entries");
    await this.acked({ epoch, fixes: spans.fixes.acked, actions: spans.actions.acked });
  }
}
