import { ok, type Result } from "../../domain/result.ts";

/** A use case's value as the body of its answer; failures pass as they are. */
export function answer<Body, E>(result: Result<Body, E>): Result<{ body: Body }, E> {
  return result.ok ? ok({ body: result.value }) : result;
}
