import type { Story } from "./story.ts";

const MINUTE_MS = 60_000;
/** Smaller steps are the estimate's noise, and nobody wants to hear them. */
const ETA_STEP_MS = 2 * MINUTE_MS;

/** What a reader who only listens has been told. */
export interface Meaning {
  readonly key: string;
  readonly etaAt: number | null;
}

export function meaningOf({ chapter, delayed, freshness, window }: Story): Meaning {
  const contact = freshness === "offline" ? "lost" : "there";
  return { key: `${chapter} ${delayed ?? "due"} ${contact}`, etaAt: window?.from ?? null };
}

/** Something else happens now, or at another time; a place that moved is neither. */
export function isNews(told: Meaning, meaning: Meaning): boolean {
  if (told.key !== meaning.key) return true;
  if (told.etaAt === null || meaning.etaAt === null) return told.etaAt !== meaning.etaAt;
  return Math.abs(told.etaAt - meaning.etaAt) > ETA_STEP_MS;
}
