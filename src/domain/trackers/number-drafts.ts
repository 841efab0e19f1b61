import type { Epoch, Fix } from "../../protocol/live/fix.ts";
import { timedSeq } from "../track/chunk-columns.ts";
import type { FixDraft } from "./tracker-report.ts";

// Foreign trackers do not number what they send, so a fix's time is its number. The same message sent again gets the same
// numbers and is stored once; an older message that comes late gets lower ones, is judged late by its place in the stream,
// and fills the history. What follows for whoever stores such a stream:
//   - It has gaps everywhere, so it has no mark up to which it is whole: nothing is dropped for being below a mark. Whether
//     a number is known is asked of the chunks whose first and last numbers span it, and of what is not yet in a chunk.
//   - Nothing is acknowledged by number. The answer to the tracker's request is the acknowledgement, so it is sent when all
//     of the message is durable; a tracker without an answer sends the message again.
//   - Two fixes of one device at the same millisecond are one fix. Trackers that count whole seconds report more rarely.
// A message without a time is dated when it arrives, and is the one thing that counts twice when it is sent twice.
const TIMED = "timed-";

export interface TimedStream {
  readonly epoch: Epoch;
  /** By number, each number once. */
  readonly fixes: readonly Fix[];
}

/** The fixes of one message as a stream of the token they came with. A token's id outlives a change of its secret. */
export function numberDrafts(tokenId: string, drafts: readonly FixDraft[]): TimedStream {
  const bySeq = new Map<number, Fix>();
  for (const draft of drafts) {
    const seq = timedSeq(draft.at);
    if (!bySeq.has(seq)) bySeq.set(seq, { seq, ...draft });
  }
  const fixes = [...bySeq.values()].toSorted((a, b) => a.seq - b.seq);
  // A token's id is a prefix, "_" and 26 characters: without the prefix any of them fits an epoch's 36.
  return { epoch: TIMED + tokenId.slice(tokenId.lastIndexOf("_") + 1), fixes };
}

/** Whether a stream is numbered by time, and must be stored by the rules of such. */
export function isTimedEpoch(epoch: Epoch): boolean {
  return epoch.startsWith(TIMED);
}

/** What is new of a message, given the numbers that are stored between its first and its last. */
export function unknownFixes(fixes: readonly Fix[], known: ReadonlySet<number>): Fix[] {
  return fixes.filter(({ seq }) => !known.has(seq));
}
