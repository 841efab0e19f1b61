import { type Birth, isFresh, type KeepRule, standsIn } from "../domain/kept-answer.ts";
import type { FactMarks } from "../protocol/fact-kind.ts";
import { TimeoutError, withTimeout } from "./with-timeout.ts";

/** Of the 128 MB that all requests of a runtime share: four hundred pages of fifty shipments. */
const CHARACTERS_MAX = 8 * 1024 * 1024;
/** Longer than this nobody waits while there is an answer of before. */
const STAND_IN_AFTER_MS = 5_000;

export interface Answer {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

/** Where answers come from. */
interface AnswerSource {
  /** Null where nobody can say what was changed: then nothing that was kept counts as fresh. */
  readonly marks: () => Promise<FactMarks | null>;
  /** `isSettled`: whatever was changed last is long enough ago that every copy of the database has it. */
  readonly work: (isSettled: boolean) => Promise<Answer>;
  /** Lets work end that the answer does not wait for any more. */
  readonly later: (work: Promise<unknown>) => void;
}

export interface Given {
  readonly answer: Answer;
  readonly from: "work" | "kept" | "stand-in";
  readonly ageMs: number;
}

const OK = 200;
const DOWN = 503;

/** Answers that this runtime gave lately, the newest of them. They hold what callers may see, so each has its caller in its key. */
export class KeptAnswers {
  readonly #entries = new Map<string, { readonly birth: Birth; readonly answer: Answer }>();
  readonly #now: () => number;
  readonly #lagMs: number;
  #characters = 0;

  /** `lagMs`: how far behind the writer the database may be that answers lists. */
  constructor(now: () => number, lagMs = 0) {
    this.#now = now;
    this.#lagMs = lagMs;
  }

  async give(key: string, rule: KeepRule, source: AnswerSource): Promise<Given> {
    const marks = await source.marks();
    const at = this.#now();
    const kept = this.#entries.get(key);
    if (kept && isFresh(kept.birth, rule, marks, at))
      return { answer: kept.answer, from: "kept", ageMs: at - kept.birth.at };
    const isSettled = marks !== null && at - marks.changedAt >= this.#lagMs;
    const work = this.#work(key, { at, marks }, async () => source.work(isSettled));
    if (!kept || !standsIn(kept.birth, at)) return { answer: await work, from: "work", ageMs: 0 };
    const answer = await inTime(work, source);
    if (answer && answer.status !== DOWN) return { answer, from: "work", ageMs: 0 };
    return { answer: kept.answer, from: "stand-in", ageMs: this.#now() - kept.birth.at };
  }

  async #work(key: string, birth: Birth, work: () => Promise<Answer>): Promise<Answer> {
    const answer = await work();
    if (answer.status === OK) this.#keep(key, birth, answer);
    // What one may not see any more, or what is gone, stands in for nothing.
    else if (answer.status !== DOWN) this.#drop(key);
    return answer;
  }

  /** Two who worked at once: the one that began later saw more. */
  #keep(key: string, birth: Birth, answer: Answer): void {
    const before = this.#entries.get(key);
    if (before && before.birth.at > birth.at) return;
    this.#drop(key);
    if (answer.body.length > CHARACTERS_MAX) return;
    this.#entries.set(key, { birth, answer });
    this.#characters += answer.body.length;
    for (const oldest of this.#entries.keys()) {
      if (this.#characters <= CHARACTERS_MAX) break;
      this.#drop(oldest);
    }
  }

  #drop(key: string): void {
    this.#characters -= this.#entries.get(key)?.answer.body.length ?? 0;
    this.#entries.delete(key);
  }
}

/** Undefined when it takes too long; it goes on, and what it finds is kept. */
async function inTime(work: Promise<Answer>, { later }: AnswerSource): Promise<Answer | undefined> {
  try {
    return await withTimeout(STAND_IN_AFTER_MS, work);
  } catch (error) {
    if (!(error instanceof TimeoutError)) throw error;
    later(Promise.allSettled([work]));
    return undefined;
  }
}
