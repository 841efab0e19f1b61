import type { Failure } from "../domain/failure.ts";
import { err, type Result } from "../domain/result.ts";

/** Somebody else was faster: whoever came too late is shown what there is now. */
export function overtaken(current: Result<Readonly<Record<string, unknown>>, Failure>): Result<never, Failure> {
  return current.ok ? err({ tag: "version-conflict", current: current.value }) : current;
}
