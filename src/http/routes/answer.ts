import { ok, type Result } from "../../domain/result.ts";
import { versionTag } from "../../protocol/api/entity-tag.ts";

/** A use case's value as the body of its answer; failures pass as they are. */
export function answer<Body, E>(result: Result<Body, E>): Result<{ body: Body }, E> {
  return result.ok ? ok({ body: result.value }) : result;
}

/** With its version in `etag`, which a change names again as `if-match`. */
export function tagged<Body extends { readonly version: number }, E>(
  result: Result<Body, E>,
): Result<{ body: Body; headers: { etag: string } }, E> {
  return result.ok ? ok({ body: result.value, headers: { etag: versionTag(result.value.version) } }) : result;
}
