import "../shared/schema-setup.ts";
import { HealthReport } from "../../protocol/api/health.ts";

/** Loaded after the first paint: the schema library is larger than the rest of the page together. */
export function parseHealth(body: unknown): HealthReport | null {
  const parsed = HealthReport.safeParse(body);
  return parsed.success ? parsed.data : null;
}
