import { CLOSE } from "../../protocol/live/close-codes.ts";
import type { ViewerHub } from "./viewer-hub.ts";

/** Between two looks after the viewers: their tickets, their silence, what they must hold. */
const ROUND_MS = 30_000;
/** Browsers are told to ping each 25 s. */
const SILENT_MS = 60_000;

/** Ends the sockets of which nothing is heard, and those whose ticket has run out. */
export function endOverdue(hub: ViewerHub, now: number): void {
  for (const viewer of hub.all()) {
    if (now - hub.heardAt(viewer) >= SILENT_MS) hub.end(viewer, CLOSE.silent, "nothing was heard");
    else if (viewer.known.authUntil <= now) hub.end(viewer, CLOSE.authExpired, "the ticket has run out");
  }
}

/** When to look again; null when nobody is there. */
export function nextRoundAt(hub: ViewerHub, now: number): number | null {
  const ends = hub.all().map(({ known }) => known.authUntil);
  return ends.length === 0 ? null : Math.min(now + ROUND_MS, ...ends);
}

/** Ends a person's sockets, of one session or of all; says how many. */
export function endPerson(
  hub: ViewerHub,
  { personId, sessionId }: { personId: string; sessionId?: string | undefined },
): number {
  const own = hub
    .all()
    .filter(({ known }) => known.personId === personId && (sessionId === undefined || known.sessionId === sessionId));
  for (const viewer of own) hub.end(viewer, CLOSE.accessEnded, "the session has ended");
  return own.length;
}
