import type { Log } from "../platform/log.ts";
import type { HttpDeps } from "./deps.ts";

/** What middleware leaves on a request for those behind it. */
export interface AppEnv {
  Variables: { requestId: string; log: Log; deps: HttpDeps; secureHeadersNonce?: string; route?: string };
}
