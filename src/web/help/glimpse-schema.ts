import type { SosGlimpse } from "../../protocol/api/sos-links.ts";
import { exactly, type Guard, isFlag, isText, oneOf, orNull, wholeFrom, within } from "../shared/live/guards.ts";

// What protocol/api/sos-links.ts says, in a few hundred bytes: zod would be 20 KiB before somebody's first look.
const isMillis = wholeFrom(0);

export const isGlimpse: Guard<SosGlimpse> = exactly({
  state: oneOf("open", "over"),
  firstName: orNull(isText),
  raisedAt: isMillis,
  closedAt: orNull(isMillis),
  isAcknowledged: isFlag,
  place: orNull(exactly({ lat: within(-90, 90), lng: within(-180, 180), at: isMillis })),
  askAgainMs: wholeFrom(2_000, 10_000),
});

export const isHelpState = exactly({ now: isMillis, glimpse: isGlimpse });
