import { VarintReader, VarintWriter } from "../track/varint.ts";

/** Where a run of equal tiles lies, or, with a run of 0, the directory that knows more. */
export interface Entry {
  readonly id: number;
  readonly run: number;
  readonly offset: number;
  readonly length: number;
}

/** Protomaps' planet has 16,384 leaves at most; a count beyond that is no directory. */
const ENTRIES_MAX = 1_000_000;

/** Undefined for bytes that are no directory. Four columns: differences of ids, runs, lengths, offsets. */
export function readDirectory(bytes: Uint8Array): Entry[] | undefined {
  const reader = new VarintReader(bytes);
  const count = reader.unsigned();
  if (count > ENTRIES_MAX || count > bytes.length) return undefined;
  const column = () => Array.from({ length: count }, () => reader.unsigned());
  const [steps, runs, lengths, offsets] = [column(), column(), column(), column()];
  const entries: Entry[] = [];
  let last: Entry = { id: 0, run: 0, offset: 0, length: 0 };
  for (const [index, step] of steps.entries()) {
    const written = offsets[index] ?? 0;
    // 0 says: right behind the one before.
    const offset = written === 0 ? last.offset + last.length : written - 1;
    last = { id: last.id + step, run: runs[index] ?? 0, offset, length: lengths[index] ?? 0 };
    entries.push(last);
  }
  return reader.broken ? undefined : entries;
}

export function writeDirectory(entries: readonly Entry[]): Uint8Array<ArrayBuffer> {
  const writer = new VarintWriter();
  writer.unsigned(entries.length);
  for (const [index, { id }] of entries.entries()) writer.unsigned(id - (entries[index - 1]?.id ?? 0));
  for (const { run } of entries) writer.unsigned(run);
  for (const { length } of entries) writer.unsigned(length);
  for (const [index, { offset }] of entries.entries()) {
    const before = entries[index - 1];
    writer.unsigned(before && offset === before.offset + before.length ? 0 : offset + 1);
  }
  return writer.finish();
}

/** The entry that holds a tile, or leads to it. */
export function findEntry(entries: readonly Entry[], id: number): Entry | undefined {
  let [low, high] = [0, entries.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((entries[middle]?.id ?? 0) <= id) low = middle;
    else high = middle - 1;
  }
  const entry = entries[low];
  if (!entry || entry.id > id) return undefined;
  return entry.run === 0 || id < entry.id + entry.run ? entry : undefined;
}
