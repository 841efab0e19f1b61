import { createLog } from "../platform/log.ts";
import { newRequestId } from "../platform/new-id.ts";
import { problem } from "./problem.ts";

/** Half a configuration is none: every request is refused, and the log says which variables to mend. */
export function refuseEverything(problems: readonly string[]): Response {
  const requestId = newRequestId();
  createLog({ requestId })({ event: "config.invalid", problems: [...problems] });
  return problem(requestId, { tag: "misconfigured" });
}
