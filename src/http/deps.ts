import type { HealthReport } from "../protocol/api/health.ts";
import type { Version } from "../protocol/api/version.ts";

/** What routes may use. Built in worker.ts, once per isolate where it can be shared, else per request. */
export interface HttpDeps {
  health: () => Promise<HealthReport>;
  version: Version;
  /** The built pages and their files. */
  assets: Fetcher;
}
