import type { ShipmentCallOff } from "../protocol/api/call-off.ts";
import { EndReason } from "../protocol/end-reason.ts";

/** Between a word of the list and the note beside it. */
const MARK = ": ";

/** What a history tells of why: a word of the list or somebody's own words, and a note beside the former. */
interface ToldReason {
  readonly reason: string | null;
  readonly note: string | null;
}

/** As one line, which is how logs, phones and the ledger carry every reason. */
export function reasonLine({ reason, note }: ShipmentCallOff): string | null {
  return [reason, note].filter((part) => part !== undefined).join(MARK) || null;
}

export function readReason(line: string | null): ToldReason {
  const cut = line?.indexOf(MARK) ?? -1;
  if (line === null || cut < 0 || !EndReason.safeParse(line.slice(0, cut)).success) return { reason: line, note: null };
  return { reason: line.slice(0, cut), note: line.slice(cut + MARK.length) };
}
