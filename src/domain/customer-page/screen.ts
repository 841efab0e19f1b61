import type { CustomerView } from "../../protocol/live/track-down.ts";
import { type Chapter, isOver, STEP_COUNT, type StepState } from "./chapter.ts";
import type { Story } from "./story.ts";
import type { PlainWordKey, Tongue } from "./tongue.ts";

/** Whether the page hears of changes. */
export type Following = "following" | "reconnecting";

/** All that is on a customer's page, in words: filled in by the Worker first, and by the page as things change. */
export interface Screen {
  readonly title: string;
  readonly tone: Story["tone"];
  readonly chapter: Chapter;
  readonly freshness: Story["freshness"];
  /** By the name of their place on the page; what is empty is not shown. */
  readonly texts: Readonly<Record<string, string>>;
  readonly times: Readonly<Record<string, number>>;
  readonly steps: readonly StepState[];
}

const STEP_KEYS = ["track.step.prepared", "track.step.onTheWay", "track.step.nearby", "track.step.delivered"] as const;

export interface ScreenFacts {
  readonly story: Story;
  readonly driver: CustomerView["driver"];
  readonly following: Following;
  readonly now: number;
}

export function showScreen({ story, driver, following, now }: ScreenFacts, tongue: Tongue): Screen {
  const { t } = tongue;
  const headline = headlineOf(story, tongue, now);
  const { chapter, window } = story;
  return {
    title: `${headline} · ${t("track.title")}`,
    tone: story.tone,
    chapter,
    freshness: story.freshness,
    texts: {
      headline,
      chapter: t(`track.chapter.${chapter}`),
      ...endTexts(story, tongue, now),
      lead: leadOf(story, tongue),
      delayed: story.delayed ? t(`track.delayed.${story.delayed}`) : "",
      promised: promisedOf(story, tongue, now),
      from: window ? tongue.time(window.from, now) : "",
      to: window ? tongue.time(window.to, now) : "",
      stops: stopsOf(story, tongue),
      driver: driver ? driverOf(driver, tongue) : "",
      fresh: freshOf(story, tongue, now),
      later: story.map === "later" ? t("track.mapLater") : "",
      notice: noticeOf(following, chapter, tongue),
      ...stepTexts(story, tongue),
    },
    times: { ...window, ...(story.end && { ended: story.end.at }) },
    steps: story.steps,
  };
}

function headlineOf({ chapter, eta }: Story, { t, time }: Tongue, now: number): string {
  if (eta?.kind === "minutes")
    return t(eta.about ? "track.eta.minutesAbout" : "track.eta.minutes", { minutes: eta.minutes });
  if (eta?.kind === "clock")
    return t(eta.about ? "track.eta.clockAbout" : "track.eta.clock", { time: time(eta.at, now) });
  return t(`track.headline.${chapter}`);
}

/** When and why, where either is known. */
function endTexts({ chapter, end }: Story, { t, time }: Tongue, now: number): Record<string, string> {
  if (!end || !isOver(chapter)) return { endWord: "", ended: "", why: "" };
  const why = end.reason === null ? "" : t(`track.why.${end.reason}`);
  return { endWord: t(`track.ended.${chapter}`), ended: time(end.at, now), why };
}

function promisedOf({ promised }: Story, { t, time }: Tongue, now: number): string {
  if (!promised) return "";
  const [from, to] = [promised.from, promised.to].map((at) => (at === null ? "" : time(at, now)));
  if (!from || !to) return from ? t("track.promised.from", { from }) : t("track.promised.until", { to: to ?? "" });
  return t("track.promised.between", { from, to });
}

/** Where it is said what happened, the sender has less to explain. */
function leadOf({ chapter, freshness, end }: Story, { t }: Tongue): string {
  if (end?.reason && isOver(chapter)) return t("track.lead.next");
  if (chapter === "on-the-way") return freshness === "offline" ? t("track.noTime") : "";
  return t(`track.lead.${chapter}`);
}

function stopsOf({ stopsBefore }: Story, { t }: Tongue): string {
  if (stopsBefore === null) return "";
  return stopsBefore === 0 ? t("track.next") : t("track.stopsBefore", { count: stopsBefore });
}

function driverOf({ firstName, vehicleKind }: NonNullable<CustomerView["driver"]>, { t }: Tongue): string {
  return vehicleKind === null ? firstName : `${firstName} · ${t(`track.vehicle.${vehicleKind}`)}`;
}

function freshOf({ freshness, seenAt }: Story, { t, ago, time }: Tongue, now: number): string {
  if (freshness === null) return "";
  if (freshness === "live") return t("track.fresh.live");
  if (seenAt === null) return t("track.fresh.never");
  if (freshness === "offline") return t("track.fresh.offline", { time: time(seenAt, now) });
  return t(`track.fresh.${freshness}`, { ago: ago(seenAt, now) });
}

function noticeOf(following: Following, chapter: Chapter, { t }: Tongue): string {
  return following === "following" || isOver(chapter) ? "" : t("track.reconnecting");
}

function stepTexts({ steps, chapter }: Story, { t }: Tongue): Record<string, string> {
  const texts = steps.map((state, index): [string, string][] => [
    [`step${index}`, t(stepKey(index, state, chapter))],
    [`state${index}`, t(`track.stepState.${state}`)],
  ]);
  return Object.fromEntries(texts.flat());
}

/** A step at which it ended otherwise carries the name of what happened instead. */
function stepKey(index: number, state: StepState, chapter: Chapter): PlainWordKey {
  const stopped = chapter === "attempted" || chapter === "returned" || chapter === "cancelled";
  if (state === "stopped" && stopped) return `track.step.${chapter}`;
  return STEP_KEYS[index] ?? STEP_KEYS[STEP_COUNT - 1] ?? "track.step.delivered";
}
