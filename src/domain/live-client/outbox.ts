import type { Cadence } from "../../protocol/live/driver-down.ts";
import type { DriverAction } from "../../protocol/live/driver-up.ts";
import type { Fix, WireFix } from "../../protocol/live/fix.ts";

type Without<Message, Keys extends PropertyKey> = Message extends unknown ? Omit<Message, Keys> : never;

/** A measured position, before the outbox has numbered it. */
export type FixDraft = Omit<Fix, "seq">;
/** What the driver did, before the outbox has numbered it. */
export type ActionDraft = Without<DriverAction, "epoch" | "seq">;

export interface OutboxSpan {
  /** The server has everything up to here. */
  readonly acked: number;
  readonly appended: number;
}

/** How the server asked to be told last, and when. */
export interface ToldCadence {
  readonly cadence: Cadence;
  readonly at: number;
}

export interface OutboxContents {
  readonly epoch: string;
  readonly fixes: OutboxSpan;
  readonly actions: OutboxSpan;
  /** Null: nobody asks for positions. */
  readonly told: ToldCadence | null;
}

/**
 * What a device has to tell and the server has not yet acknowledged. An entry is stored before anybody sends it, and
 * its number is taken in the same step, so that a crash at any moment neither loses an entry nor uses a number twice.
 * The epoch is born with the store: numbers mean something only together with it.
 */
export interface Outbox {
  readonly contents: () => Promise<OutboxContents>;
  /** The entry's number, once it is stored. */
  readonly append: (draft: FixDraft) => Promise<number>;
  readonly appendAction: (draft: ActionDraft) => Promise<number>;
  /** The next at most `count` entries with a number above `seq`, in order. */
  readonly fixesAfter: (seq: number, count: number) => Promise<WireFix[]>;
  readonly actionsAfter: (seq: number, count: number) => Promise<DriverAction[]>;
  /** Forgets what the server has. */
  readonly ackTo: (fixes: number, actions: number) => Promise<void>;
  /** For an app that ends and is opened again where there is no network. */
  readonly keepTold: (told: ToldCadence | null) => Promise<void>;
}

/** A long shift: what was asked for before that was another duty, and off duty nobody is measured. */
const TOLD_HOLDS_MS = 14 * 3_600_000;

/** How to measure until the server says otherwise. */
export function cadenceSince(told: ToldCadence | null, now: number): Cadence | null {
  return told && Math.abs(now - told.at) < TOLD_HOLDS_MS ? told.cadence : null;
}

export function wireFix(seq: number, fix: FixDraft): WireFix {
  return [seq, fix.at, fix.lat, fix.lng, fix.accuracyM, fix.speedMps, fix.headingDeg, fix.flags];
}

/** Numbers start at 1, so an empty store has everything up to 0. */
export const NOTHING_YET: OutboxSpan = { acked: 0, appended: 0 };
