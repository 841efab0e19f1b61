import type { CustomerView } from "../../protocol/live/track-down.ts";
import { type Freshness, freshness } from "../freshness.ts";
import { type Chapter, chapterOf, isOver, type StepState, stepsOf } from "./chapter.ts";

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
/** A customer is shown a fix each 2 to 5 s on the way, each 15 s where the page has to ask. */
const FIX_INTERVAL_MS = 10 * SECOND_MS;
/** Who is that near rings the bell before anybody has read a number of minutes. */
const ARRIVING_MS = 2 * MINUTE_MS;
/** In the next hour people count minutes, later they plan by the clock. */
const COUNTDOWN_MS = 60 * MINUTE_MS;
/** Less is what traffic does; more, and somebody changes plans. */
const DELAY_MS = 10 * MINUTE_MS;

type KnownEta = NonNullable<CustomerView["eta"]>;

type Eta =
  | { readonly kind: "minutes"; readonly minutes: number; readonly about: boolean }
  | { readonly kind: "clock"; readonly at: number; readonly about: boolean };

/** What a customer's page says, before it is put into words. */
export interface Story {
  readonly chapter: Chapter;
  readonly steps: readonly StepState[];
  readonly tone: "calm" | "ok" | "warn" | "bad";
  /** Null where no time is known, or none that can be believed. */
  readonly eta: Eta | null;
  readonly window: { readonly from: number; readonly to: number } | null;
  /** What was agreed on; null once nobody waits for it. */
  readonly promised: CustomerView["promised"];
  /** Later than what was agreed on weighs more than later than what was expected. */
  readonly delayed: "expected" | "promised" | null;
  readonly end: CustomerView["end"];
  readonly stopsBefore: number | null;
  /** Of the driver's place; null while it is not for the customer to see. */
  readonly freshness: Freshness | null;
  /** When the newest place that was ever shown was measured. */
  readonly seenAt: number | null;
  readonly map: "shown" | "later" | "none";
}

/** What the page remembers of what it showed before. The first answer has nothing to remember. */
export interface Memory {
  readonly firstEtaAt: number | null;
  readonly seenAt: number | null;
}

export const NO_MEMORY: Memory = { firstEtaAt: null, seenAt: null };

export function remember({ firstEtaAt, seenAt }: Memory, { eta, point }: CustomerView): Memory {
  return { firstEtaAt: firstEtaAt ?? eta?.at ?? null, seenAt: point?.at ?? seenAt };
}

export function tellStory(view: CustomerView, memory: Memory, now: number): Story {
  const seenAt = view.point?.at ?? memory.seenAt;
  const fresh = view.state === "visible" ? freshnessOf(seenAt, now) : null;
  const chapter = soon(chapterOf(view), view, fresh, now);
  const known = hasEta(chapter) && fresh !== "offline" ? view.eta : null;
  const latest = view.promised?.to ?? null;
  const times = timesOf(known, { memory, fresh, seenAt, latest, now });
  const delayed = isBroken(chapter, latest, now) ? "promised" : times.delayed;
  return {
    chapter,
    steps: stepsOf(chapter),
    tone: toneOf(chapter, delayed !== null || isDoubtful(fresh)),
    ...times,
    delayed,
    promised: isOver(chapter) ? null : view.promised,
    end: view.end,
    stopsBefore: chapter === "on-the-way" ? view.stopsBefore : null,
    freshness: fresh,
    seenAt,
    map: mapOf(view, chapter),
  };
}

/** A promise that has passed. At the door it is too late to say so. */
function isBroken(chapter: Chapter, latest: number | null, now: number): boolean {
  return !isOver(chapter) && chapter !== "here" && latest !== null && now > latest;
}

function isDoubtful(fresh: Freshness | null): boolean {
  return fresh === "stale" || fresh === "offline";
}

type Times = Pick<Story, "eta" | "window" | "delayed">;
const NO_TIMES: Times = { eta: null, window: null, delayed: null };

interface Circumstances extends Pick<Story, "seenAt"> {
  readonly memory: Memory;
  readonly fresh: Freshness | null;
  /** The end of what was agreed on. */
  readonly latest: number | null;
  readonly now: number;
}

/** Nobody knows what happened since an old fix, so the window's end is as much farther off. */
function timesOf(known: KnownEta | null, { memory, fresh, seenAt, latest, now }: Circumstances): Times {
  if (!known) return NO_TIMES;
  const { at, from, to } = known;
  const unseenMs = fresh === "stale" && seenAt !== null ? now - seenAt : 0;
  const isOverdue = now > to;
  const isLater = memory.firstEtaAt !== null && at - memory.firstEtaAt >= DELAY_MS;
  return {
    eta: etaOf(at, unseenMs > 0 || isOverdue, now),
    window: { from, to: to + unseenMs },
    delayed: delayOf(latest !== null && at > latest, isOverdue || isLater),
  };
}

function delayOf(breaksPromise: boolean, isLater: boolean): Story["delayed"] {
  if (breaksPromise) return "promised";
  return isLater ? "expected" : null;
}

function etaOf(at: number, about: boolean, now: number): Eta {
  const leftMs = at - now;
  if (leftMs > COUNTDOWN_MS) return { kind: "clock", at, about };
  return { kind: "minutes", minutes: Math.max(1, Math.round(leftMs / MINUTE_MS)), about };
}

/** A place that never came is as far away as one that has become too old. */
function freshnessOf(seenAt: number | null, now: number): Freshness {
  return seenAt === null ? "offline" : freshness(now - seenAt, FIX_INTERVAL_MS);
}

function soon(chapter: Chapter, { eta, state }: CustomerView, fresh: Freshness | null, now: number): Chapter {
  const isNear = chapter === "on-the-way" && state === "visible" && eta !== null && eta.at - now < ARRIVING_MS;
  return isNear && (fresh === "live" || fresh === "recent") ? "arriving" : chapter;
}

function hasEta(chapter: Chapter): boolean {
  return chapter === "planned" || chapter === "collected" || chapter === "on-the-way";
}

function toneOf(chapter: Chapter, doubtful: boolean): Story["tone"] {
  if (chapter === "delivered") return "ok";
  if (chapter === "attempted") return "bad";
  return chapter === "paused" || doubtful ? "warn" : "calm";
}

function mapOf({ state, point }: CustomerView, chapter: Chapter): Story["map"] {
  if (state === "ended") return "none";
  if (state === "visible") return point ? "shown" : "none";
  return chapter === "collected" || chapter === "on-the-way" ? "later" : "none";
}
