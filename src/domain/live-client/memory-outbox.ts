import { DriverAction } from "../../protocol/live/driver-up.ts";
import type { WireFix } from "../../protocol/live/fix.ts";
import {
  NOTHING_YET,
  type ActionDraft,
  type FixDraft,
  type Outbox,
  type OutboxContents,
  type OutboxSpan,
  type ToldCadence,
  wireFix,
} from "./outbox.ts";

/** For simulated drivers and tests: as good as the process that holds it. */
export class MemoryOutbox implements Outbox {
  readonly #epoch: string;
  #fixes: WireFix[] = [];
  #actions: DriverAction[] = [];
  #fixSpan: OutboxSpan = NOTHING_YET;
  #actionSpan: OutboxSpan = NOTHING_YET;
  #told: ToldCadence | null = null;

  constructor(epoch: string) {
    this.#epoch = epoch;
  }

  contents(): Promise<OutboxContents> {
    return Promise.resolve({ epoch: this.#epoch, fixes: this.#fixSpan, actions: this.#actionSpan, told: this.#told });
  }

  append(draft: FixDraft): Promise<number> {
    const seq = this.#fixSpan.appended + 1;
    this.#fixes.push(wireFix(seq, draft));
    this.#fixSpan = { ...this.#fixSpan, appended: seq };
    return Promise.resolve(seq);
  }

  appendAction(draft: ActionDraft): Promise<number> {
    const seq = this.#actionSpan.appended + 1;
    this.#actions.push(DriverAction.parse({ ...draft, epoch: this.#epoch, seq }));
    this.#actionSpan = { ...this.#actionSpan, appended: seq };
    return Promise.resolve(seq);
  }

  fixesAfter(seq: number, count: number): Promise<WireFix[]> {
    return Promise.resolve(this.#fixes.filter(([number]) => number > seq).slice(0, count));
  }

  actionsAfter(seq: number, count: number): Promise<DriverAction[]> {
    return Promise.resolve(this.#actions.filter((action) => action.seq > seq).slice(0, count));
  }

  ackTo(fixes: number, actions: number): Promise<void> {
    this.#fixSpan = ackedTo(this.#fixSpan, fixes);
    this.#actionSpan = ackedTo(this.#actionSpan, actions);
    this.#fixes = this.#fixes.filter(([number]) => number > fixes);
    this.#actions = this.#actions.filter((action) => action.seq > actions);
    return Promise.resolve();
  }

  keepTold(told: ToldCadence | null): Promise<void> {
    this.#told = told;
    return Promise.resolve();
  }
}

function ackedTo({ acked, appended }: OutboxSpan, seq: number): OutboxSpan {
  return { acked: Math.max(acked, seq), appended: Math.max(appended, seq) };
}
