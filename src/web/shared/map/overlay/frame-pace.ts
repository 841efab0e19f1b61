/** How often vehicles are drawn anew while they move: what the eye takes for smooth, or as much less as the device asks. */
export interface FramePace {
  readonly intervalMs: number;
  /** How long the page's own frames take lately. */
  readonly frameMs: number;
  /** Since when they have been quick, or null. */
  readonly quickSince: number | null;
  /** Not quicker before then. */
  readonly triesAt: number;
}

/** 30, 15 and 7.5 a second. */
const FASTEST_MS = 1000 / 30;
const SLOWEST_MS = FASTEST_MS * 4;
/** 40 frames a second: below, clicks and scrolling begin to feel it. */
const TIRED_MS = 25;
/** A page that draws all of its 60 frames. */
const QUICK_MS = 18;
/** Some twenty frames: one hiccup is no reason. */
const SMOOTHING = 0.05;
/** Quick for so long before the pace goes up, and so long between two tries. */
const QUICK_FOR_MS = 5_000;
const TRY_EACH_MS = 30_000;
/** After a pause, such as in another tab, the length of a frame says nothing. */
const PAUSE_MS = 1_000;

export const FIRST_PACE: FramePace = { intervalMs: FASTEST_MS, frameMs: QUICK_MS, quickSince: null, triesAt: 0 };

export function nextPace(pace: FramePace, tookMs: number, now: number): FramePace {
  if (tookMs > PAUSE_MS) return pace;
  const frameMs = pace.frameMs + (tookMs - pace.frameMs) * SMOOTHING;
  if (frameMs > TIRED_MS && pace.intervalMs < SLOWEST_MS)
    return { intervalMs: pace.intervalMs * 2, frameMs: QUICK_MS, quickSince: null, triesAt: now + TRY_EACH_MS };
  const quickSince = frameMs < QUICK_MS ? (pace.quickSince ?? now) : null;
  const rises =
    quickSince !== null && now - quickSince >= QUICK_FOR_MS && now >= pace.triesAt && pace.intervalMs > FASTEST_MS;
  if (rises) return { intervalMs: pace.intervalMs / 2, frameMs, quickSince: null, triesAt: pace.triesAt };
  return { ...pace, frameMs, quickSince };
}
