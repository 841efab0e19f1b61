/** A phone that was in a drawer over night may still send what it sent yesterday. */
export const ANSWER_KEPT_MS = 24 * 60 * 60_000;
/** Nothing that is answered takes so long. Whoever held a key longer has died, and the next one does the work. */
const WORKING_MS = 60_000;
/** A key's user sends 100 requests a minute at most: an hour and a half of nothing else. The oldest go first. */
export const ANSWERS_MAX = 10_000;
/** Beside what an object of ours may hold this is little, and answers of more than a few KB are rare. */
export const ANSWERS_MAX_BYTES = 64 * 1024 * 1024;
/** Of one answer, sealed: SQLite takes rows of 2 MB. The longest honest one, an import full of mistakes, has 600 KB. */
export const ANSWER_MAX_BYTES = 1_500_000;

/** What is known of a key. */
export interface Remembered {
  /** Of the request that came with it. */
  readonly fingerprint: string;
  /** When it came first. */
  readonly begunAt: number;
  /** Null: nobody is at it. */
  readonly workingSince: number | null;
  readonly isAnswered: boolean;
}

/** `first`: do it. `answered`: say again what was said. `working`: somebody is doing it. `other`: the key means another request. */
export type KeyVerdict = "first" | "answered" | "working" | "other";

/** Its day is over: what comes under the key now is another request. */
export function isForgotten({ begunAt }: Pick<Remembered, "begunAt">, now: number): boolean {
  return now - begunAt >= ANSWER_KEPT_MS;
}

export function judgeKey(known: Remembered | null, fingerprint: string, now: number): KeyVerdict {
  if (!known || isForgotten(known, now)) return "first";
  if (known.fingerprint !== fingerprint) return "other";
  if (known.isAnswered) return "answered";
  const { workingSince } = known;
  return workingSince !== null && now - workingSince < WORKING_MS ? "working" : "first";
}
