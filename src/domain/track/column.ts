import { unzigzag, varintBytes, zigzag, type VarintReader, type VarintWriter } from "./varint.ts";

/** A column's numbers, whole; null where there is none. */
export type ColumnValues = readonly (number | null)[];

/** `value`: what comes next equals what was last. `slope`: it goes on by as much as it last did. */
export type Prediction = "value" | "slope";

/** Two differences of such numbers, doubled for their sign, stay below 2^53. */
export const COLUMN_VALUE_MAX = 2 ** 47;

/**
 * Each number is told by how far it misses its prediction, and null by a 0 of its own. They stand one after the other, or
 * as runs of equal misses where that is shorter: a flag that never changes takes two bytes in a whole chunk, and noise
 * takes no more than noise. True if it wrote runs.
 */
export function writeColumn(writer: VarintWriter, values: ColumnValues, prediction: Prediction): boolean {
  const guess = new Guess(prediction);
  const tokens = values.map((value) => {
    if (value === null) return 0;
    const miss = value - guess.next;
    guess.learn(value);
    return zigzag(miss) + 1;
  });
  const runs = runsOf(tokens);
  const inRuns = bytesOf(runs) < bytesOf(tokens);
  for (const number of inRuns ? runs : tokens) writer.unsigned(number);
  return inRuns;
}

/** `count` numbers. What does not fit leaves the reader broken. */
export function readColumn(
  reader: VarintReader,
  count: number,
  { prediction, inRuns }: { prediction: Prediction; inRuns: boolean },
): (number | null)[] | null {
  const guess = new Guess(prediction);
  const values: (number | null)[] = [];
  while (values.length < count && !reader.broken) {
    const token = reader.unsigned();
    const length = inRuns ? reader.unsigned() + 1 : 1;
    if (length > count - values.length) return null;
    for (let repeat = 0; repeat < length; repeat++) {
      const value = token === 0 ? null : guess.next + unzigzag(token - 1);
      if (value !== null && !Number.isSafeInteger(value)) return null;
      if (value !== null) guess.learn(value);
      values.push(value);
    }
  }
  return reader.broken ? null : values;
}

/** Each token, and how often it comes again at once. */
function runsOf(tokens: readonly number[]): number[] {
  const runs: number[] = [];
  for (let start = 0, end = 0; start < tokens.length; start = end) {
    while (end < tokens.length && tokens[end] === tokens[start]) end++;
    runs.push(tokens[start] ?? 0, end - start - 1);
  }
  return runs;
}

function bytesOf(numbers: readonly number[]): number {
  let bytes = 0;
  for (const number of numbers) bytes += varintBytes(number);
  return bytes;
}

class Guess {
  readonly #prediction: Prediction;
  #last: number | null = null;
  #slope = 0;

  constructor(prediction: Prediction) {
    this.#prediction = prediction;
  }

  get next(): number {
    return (this.#last ?? 0) + this.#slope;
  }

  learn(value: number): void {
    if (this.#prediction === "slope" && this.#last !== null) this.#slope = value - this.#last;
    this.#last = value;
  }
}
