/** Runs of numbers that came ahead of a gap, each first and last, in order. */
type Run = readonly [first: number, last: number];

/**
 * Up to where a numbered stream is whole, and what came beyond the first gap. The number alone says what was seen before,
 * so nothing is stored twice and nothing that is missing is ever acknowledged.
 */
export interface StreamMark {
  readonly whole: number;
  readonly ahead: readonly Run[];
}

export const NEW_STREAM: StreamMark = { whole: 0, ahead: [] };

/** An honest phone makes no gaps at all; a hostile one must not fill the memory with them. */
export const GAPS_MAX = 64;

export function hasSeen({ whole, ahead }: StreamMark, seq: number): boolean {
  return seq <= whole || ahead.some(([first, last]) => seq >= first && seq <= last);
}

/** Undefined for a number that was seen before, or that would make one gap too many: it stays with its sender. */
export function markSeen(mark: StreamMark, seq: number): StreamMark | undefined {
  // The path of nearly every fix: the next number of a stream without gaps.
  if (mark.ahead.length === 0 && seq === mark.whole + 1) return { whole: seq, ahead: mark.ahead };
  if (hasSeen(mark, seq)) return undefined;
  const runs = joined([...mark.ahead, [seq, seq] as const].toSorted(([a], [b]) => a - b));
  const [first, ...rest] = runs;
  if (first && first[0] === mark.whole + 1) return { whole: first[1], ahead: rest };
  return runs.length > GAPS_MAX ? undefined : { whole: mark.whole, ahead: runs };
}

function joined(runs: readonly Run[]): Run[] {
  const out: Run[] = [];
  for (const [first, last] of runs) {
    const before = out.at(-1);
    if (before && before[1] + 1 === first) out[out.length - 1] = [before[0], last];
    else out.push([first, last]);
  }
  return out;
}
