import type { HealthReport, PartHealth } from "../protocol/api/health.ts";
import { TimeoutError, withTimeout } from "../platform/with-timeout.ts";

/** Longer than a healthy part ever takes, short enough for a load balancer's own limit. */
const PART_TIMEOUT_MS = 2_000;

type Part = keyof HealthReport["parts"];

export interface HealthDeps {
  now: () => number;
  version: string;
  /** Each asks its part something that reaches the part's storage. */
  probes: Record<Part, () => Promise<unknown>>;
  /** How the runtime that answers is doing. */
  pressure: () => Pick<HealthReport, "load" | "breakers">;
  onFailure: (part: Part, error: unknown) => void;
}

export async function checkHealth(deps: HealthDeps): Promise<HealthReport> {
  const [database, queue, objects, files] = await Promise.all([
    checkPart(deps, "database"),
    checkPart(deps, "queue"),
    checkPart(deps, "objects"),
    checkPart(deps, "files"),
  ]);
  const parts = { database, queue, objects, files };
  return { status: overall(parts), version: deps.version, checkedAt: deps.now(), parts, ...deps.pressure() };
}

/** Live tracking needs the objects alone; everything else may fail behind it for a while. */
function overall(parts: HealthReport["parts"]): HealthReport["status"] {
  if (parts.objects.status === "down") return "down";
  return Object.values(parts).every((part) => part.status === "ok") ? "ok" : "degraded";
}

async function checkPart({ now, probes, onFailure }: HealthDeps, part: Part): Promise<PartHealth> {
  const started = now();
  try {
    await withTimeout(PART_TIMEOUT_MS, probes[part]());
    return { status: "ok", latencyMs: now() - started };
  } catch (error) {
    onFailure(part, error);
    return { status: "down", latencyMs: now() - started, code: error instanceof TimeoutError ? "timeout" : "error" };
  }
}
