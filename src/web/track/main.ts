/** Longer than a change of network takes. */
const AGAIN_MS = 30_000;

// The page is whole as it was served: what keeps it true comes behind the first paint. If it does not come, the whole
// page is asked for again, as a browser without scripts would.
import("./tracking-page.ts")
  .then(({ startTracking }) => startTracking())
  .catch((cause: unknown) => {
    reportError(cause);
    setTimeout(() => location.reload(), AGAIN_MS);
  });
