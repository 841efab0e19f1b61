import { computed, signal } from "@preact/signals";
import type { HealthReport } from "../../protocol/api/health.ts";

/** A healthy answer takes milliseconds; the server gives up on its own parts well before this. */
export const TIMEOUT_MS = 5000;
const POLL_MS = 30_000;

type Failure = "offline" | "timeout" | "network" | "unreadable";
export type Health =
  | { readonly tag: "checking" }
  | { readonly tag: "report"; readonly report: HealthReport }
  | { readonly tag: "unreachable"; readonly failure: Failure };

/** One watch of GET /health: what it last said, when that was, and whether a question is under way. */
export function createHealthWatch() {
  const health = signal<Health>({ tag: "checking" });
  const checkedAt = signal<number | null>(null);
  const busy = signal(false);
  const summary = computed(() => (health.value.tag === "report" ? health.value.report.status : health.value.tag));

  async function refresh(): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    health.value = await askHealth();
    checkedAt.value = Date.now();
    busy.value = false;
  }

  /** Asks now and then every half minute while the page is looked at; returns the way to stop. */
  function start(): () => void {
    const look = () => {
      if (document.visibilityState === "visible") void refresh();
    };
    look();
    const timer = setInterval(look, POLL_MS);
    const events = ["online", "offline"] as const;
    for (const name of events) addEventListener(name, look);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      for (const name of events) removeEventListener(name, look);
      document.removeEventListener("visibilitychange", look);
    };
  }

  return { health, checkedAt, busy, summary, refresh, start };
}

export type HealthWatch = ReturnType<typeof createHealthWatch>;

async function askHealth(): Promise<Health> {
  try {
    const response = await fetch("/health", { cache: "no-store", signal: AbortSignal.timeout(TIMEOUT_MS) });
    // A service that is down says so with status 503 and the same report, so the status code is not looked at.
    const body: unknown = await response.json();
    const { parseHealth } = await import("./parse-health.ts");
    const report = parseHealth(body);
    return report ? { tag: "report", report } : { tag: "unreachable", failure: "unreadable" };
  } catch (error) {
    return { tag: "unreachable", failure: failureOf(error) };
  }
}

function failureOf(error: unknown): Failure {
  if (!navigator.onLine) return "offline";
  if (error instanceof DOMException && error.name === "TimeoutError") return "timeout";
  return error instanceof SyntaxError ? "unreadable" : "network";
}
