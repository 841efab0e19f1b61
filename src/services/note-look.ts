import type { KnownCaller } from "../domain/caller.ts";
import { viewerOf } from "../domain/location-view.ts";
import { sendLooks } from "../platform/send-looks.ts";
import type { LocationLook } from "../protocol/location-view.ts";
import type { Deps } from "./deps.ts";
import type { IdentityDeps } from "./identity-deps.ts";

export type LookDeps = Pick<Deps, "queues" | "now"> & Pick<IdentityDeps, "later">;

/** Remembers that somebody was shown where a driver was; drivers themselves need no word of it. */
export function noteLook(
  { queues, now, later }: LookDeps,
  caller: KnownCaller,
  look: Pick<LocationLook, "driverId" | "tripId" | "surface">,
): void {
  const looker = viewerOf(caller);
  if (looker.viewer === look.driverId) return;
  later(sendLooks(queues.ledger, caller.tenantId, [{ ...looker, ...look, at: now() }]));
}
