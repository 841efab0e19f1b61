import { actorOf } from "../domain/caller.ts";
import type { Failure } from "../domain/failure.ts";
import { grantFor } from "../domain/permissions.ts";
import type { Endpoint } from "../protocol/api/endpoint.ts";
import { noteDenied } from "../services/note-denied.ts";
import type { HttpDeps } from "./deps.ts";

/** Before any work: is there room for it, may this caller do this kind of thing at all, and not too often? Undefined lets it pass. */
export async function refusal(endpoint: Endpoint, deps: HttpDeps): Promise<Failure | undefined> {
  // First, because even counting costs something.
  const retryAfterSeconds = deps.shed(endpoint.priority);
  if (retryAfterSeconds !== undefined) return { tag: "overloaded", retryAfterSeconds };
  const { access } = endpoint;
  const limit = endpoint.limit ?? "standard";
  if (limit !== "none") {
    const taken = await deps.takeLimit(limit, deps.caller.kind === "nobody" ? deps.ipPrefix : actorOf(deps.caller));
    if (!taken.ok) return { tag: "too-many-requests", retryAfterSeconds: taken.retryAfterSeconds };
  }
  if (access === "public") return undefined;
  if (deps.caller.kind === "nobody") return { tag: "unauthenticated" };
  if (grantFor(deps.caller, access.resource, access.action) !== "none") return undefined;
  noteDenied(deps, endpoint.operationId);
  return { tag: "forbidden" };
}
