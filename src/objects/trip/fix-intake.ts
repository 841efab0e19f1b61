import { hasSeen, markSeen, NEW_STREAM, type StreamMark } from "../../domain/stream-mark.ts";
import { markTime } from "../../domain/timed-mark.ts";
import type { Track } from "../../domain/track-state.ts";
import { isTimedEpoch } from "../../domain/trackers/number-drafts.ts";
import type { Epoch, JudgedFix } from "../../protocol/live/fix.ts";
import type { LivePoint } from "../../protocol/live/trip-report.ts";
import { emptyMemory, type IntakeMemory, readTail, type StreamState, writeFixes } from "./trip-memory.ts";

/** Phones that were reinstalled and trackers, over one day's trip. Beyond it somebody makes up streams. */
const STREAMS_MAX = 16;

/** Twice what an idle phone takes to say something: then another device of the same driver moves the dot. */
const LEADER_SILENT_MS = 120_000;

/** What a chunk is made of: fixes of one stream, in the order in which they came. */
export interface FixRun {
  readonly epoch: Epoch;
  readonly fixes: readonly JudgedFix[];
}

/** The numbered streams of a trip's devices, and the fixes of the newest that are in no chunk yet. */
export class FixIntake {
  readonly #streams: Map<Epoch, StreamState>;
  /** The streams as they are on disk, which is all that may be acknowledged. */
  #stored: ReadonlyMap<Epoch, StreamState>;
  #storedCount: number;
  #count: number;
  #leader: Epoch | null;
  #tailEpoch: Epoch | null;
  #tailSince: number;
  #tail: JudgedFix[];
  /** The same as the memory holds it. */
  #written: string[];
  track: Track;
  /** The dot as it was shown last. */
  point: LivePoint | null;

  /** `stored` is what the disk has, `memory` the newest of that and what came through sleep. */
  constructor(memory: IntakeMemory | null, stored: IntakeMemory | null) {
    const { streams, count, leader, tailEpoch, tailSince, tail, track, point } = memory ?? emptyMemory();
    const { streams: storedStreams, count: storedCount } = stored ?? emptyMemory();
    this.#streams = new Map(streams.map((stream) => [stream.epoch, stream]));
    this.#stored = new Map(storedStreams.map((stream) => [stream.epoch, stream]));
    this.#storedCount = storedCount;
    this.#count = count;
    this.#leader = leader;
    this.#tailEpoch = tailEpoch;
    this.#tailSince = tailSince;
    this.#tail = readTail(tail);
    this.#written = [...tail];
    this.track = track;
    this.point = point;
  }

  /** The dot as it would be shown now: a phone that sends faster than screens are told leaves the newest waiting. */
  get newest(): LivePoint | null {
    return this.track.bucket.held ?? this.point;
  }

  get count(): number {
    return this.#count;
  }

  get tailLength(): number {
    return this.#tail.length;
  }

  tailFixes(): readonly JudgedFix[] {
    return this.#tail;
  }

  tailNumbers(epoch: Epoch): number[] {
    return this.#tailEpoch === epoch ? this.#tail.map(({ seq }) => seq) : [];
  }

  /** Undefined for one device too many. */
  stream(epoch: Epoch): StreamState | undefined {
    const known = this.#streams.get(epoch);
    if (known || this.#streams.size >= STREAMS_MAX) return known;
    return { epoch, fixes: NEW_STREAM, actions: 0 };
  }

  /** Everything is on disk. */
  get isDurable(): boolean {
    return this.#count === this.#storedCount;
  }

  /** Call it when this memory was written. */
  wasStored(): void {
    this.#stored = new Map(this.#streams);
    this.#storedCount = this.#count;
  }

  /** Up to where a device may forget. */
  durable(epoch: Epoch): { epoch: Epoch; fixes: number; actions: number } {
    const stream = this.#stored.get(epoch);
    return { epoch, fixes: stream?.fixes.whole ?? 0, actions: stream?.actions ?? 0 };
  }

  /** The device that was greeted last moves the dot. */
  lead(epoch: Epoch): void {
    this.#leader = epoch;
  }

  /** A page in a pocket, or one that may not know its place, does not keep a tracker from moving the dot. */
  leadIfSilent(epoch: Epoch, now: number): void {
    const { heardAt } = this.track;
    const isSilent =
      heardAt === null ? this.#leader !== null && !this.#streams.has(this.#leader) : now - heardAt > LEADER_SILENT_MS;
    if (isSilent) this.#leader = epoch;
  }

  isLeader(epoch: Epoch): boolean {
    this.#leader ??= epoch;
    return this.#leader === epoch;
  }

  /** Of a stream that is numbered by time, only what was looked up before comes here. */
  isNew(epoch: Epoch, seq: number): boolean {
    if (isTimedEpoch(epoch)) return this.stream(epoch) !== undefined;
    const stream = this.stream(epoch);
    return stream !== undefined && !hasSeen(stream.fixes, seq);
  }

  /** Counts a number as seen without keeping what it stands for. False if it has to come again later. */
  mark(epoch: Epoch, seq: number): boolean {
    const stream = this.stream(epoch);
    const fixes = stream && (isTimedEpoch(epoch) ? markTime(stream.fixes, seq) : markSeen(stream.fixes, seq));
    if (!stream || !fixes) return false;
    this.#streams.set(epoch, { ...stream, fixes });
    this.#count += 1;
    return true;
  }

  /** Keeps a fix whose number was just marked. The run of another stream has to be cut off before. */
  keep(epoch: Epoch, fix: JudgedFix, now: number): void {
    if (this.#tail.length === 0) this.#tailSince = now;
    this.#tailEpoch = epoch;
    this.#tail.push(fix);
    this.#written.push(writeFixes([fix]));
  }

  markAction(epoch: Epoch, seq: number): void {
    const stream = this.stream(epoch);
    if (!stream) throw new Error("an action of a stream that was refused");
    this.#streams.set(epoch, { ...stream, actions: seq });
    this.#count += 1;
  }

  /** Whether the tail has to become a chunk before a fix of this stream can follow, or by its size or age. */
  isDue(limits: { chunkFixes: number; chunkSeconds: number }, now: number): boolean {
    if (this.#tail.length === 0) return false;
    return this.#tail.length >= limits.chunkFixes || now - this.#tailSince >= limits.chunkSeconds * 1_000;
  }

  isOtherRun(epoch: Epoch): boolean {
    return this.#tail.length > 0 && this.#tailEpoch !== epoch;
  }

  /** Takes the tail away to be sealed. */
  cut(): FixRun | null {
    const [epoch, fixes] = [this.#tailEpoch, this.#tail];
    if (epoch === null || fixes.length === 0) return null;
    this.#tail = [];
    this.#written = [];
    // Counted as a change: what is sealed with an empty tail is newer than a row that still has the tail.
    this.#count += 1;
    return { epoch, fixes };
  }

  memory(): IntakeMemory {
    return {
      count: this.#count,
      leader: this.#leader,
      track: this.track,
      point: this.point,
      streams: [...this.#streams.values()].map(({ epoch, fixes, actions }) => ({ epoch, fixes: copy(fixes), actions })),
      tailEpoch: this.#tailEpoch,
      tailSince: this.#tailSince,
      tail: [...this.#written],
    };
  }
}

function copy({ whole, ahead }: StreamMark): IntakeMemory["streams"][number]["fixes"] {
  return { whole, ahead: ahead.map(([first, last]) => [first, last]) };
}
