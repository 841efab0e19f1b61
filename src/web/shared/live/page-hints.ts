/** What the device lets a client know about itself; a program without a page knows nothing of it. */
export interface Hints {
  /** Back online, or looked at again. */
  readonly onWake: (run: () => void) => () => void;
  /** True: the page is hidden and may be frozen or thrown away without another word; false: it is back. */
  readonly onHidden: (run: (hidden: boolean) => void) => () => void;
}

export const NO_HINTS: Hints = { onWake: () => () => {}, onHidden: () => () => {} };

export const pageHints: Hints = {
  onWake: (run) => {
    const listening = new AbortController();
    const { signal } = listening;
    window.addEventListener("online", run, { signal });
    window.addEventListener("pageshow", run, { signal });
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && run(), { signal });
    return () => listening.abort();
  },
  onHidden: (run) => {
    const listening = new AbortController();
    const { signal } = listening;
    // Phones often freeze a page without pagehide, and a closed tab may skip visibilitychange: either is the last word.
    window.addEventListener("pagehide", () => run(true), { signal });
    window.addEventListener("pageshow", () => run(false), { signal });
    const changed = (): void => run(document.visibilityState === "hidden");
    document.addEventListener("visibilitychange", changed, { signal });
    return () => listening.abort();
  },
};
