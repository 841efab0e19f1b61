import { afterClose } from "../../protocol/live/close-codes.ts";

/** Half a second bridges a change of cell; half a minute is what a driver out of a tunnel may be asked to wait at most. */
const BACKOFF_BASE_MS = 500;
const BACKOFF_CAP_MS = 30_000;
/** A deploy closes every socket at once: over ten seconds a thousand of them come back at a hundred a second. */
const HERD_SPREAD_MS = 10_000;
/** A connection that broke sooner proves nothing, so its failure counts on. */
const STABLE_MS = 10_000;
/** What a browser reports when nobody said why. Also stands for a dial that never got an answer. */
export const CLOSED_SILENTLY = 1006;

/**
 * When to dial again, for ever: a driver's phone that gives up after some tries is a driver who disappears.
 * `failures` counts those in a row; `renew` asks for a fresh sign-in before the next ticket.
 */
export type Link =
  | { readonly tag: "connecting"; readonly failures: number; readonly renew: boolean }
  | { readonly tag: "open"; readonly failures: number; readonly since: number }
  | {
      readonly tag: "waiting";
      readonly failures: number;
      readonly renew: boolean;
      readonly until: number;
      /** The server asked for the pause: a hint from the device does not shorten it. */
      readonly firm: boolean;
    }
  /** `code` is null when we ended it ourselves. */
  | { readonly tag: "stopped"; readonly code: number | null };

export type LinkEvent =
  | { readonly tag: "start" }
  | { readonly tag: "opened"; readonly now: number }
  /** `random` is 0 up to but not 1. */
  | { readonly tag: "closed"; readonly code: number; readonly now: number; readonly random: number }
  /** The pause is over. */
  | { readonly tag: "due"; readonly now: number }
  /** The device is back online, or the page is looked at again. */
  | { readonly tag: "hint" }
  | { readonly tag: "stop" };

type Closed = Extract<LinkEvent, { tag: "closed" }>;
type Cells<State> = {
  readonly [Tag in LinkEvent["tag"]]: (state: State, event: Extract<LinkEvent, { tag: Tag }>) => Link;
};
type Table = { readonly [Tag in Link["tag"]]: Cells<Extract<Link, { tag: Tag }>> };

export const START: Link = { tag: "connecting", failures: 0, renew: false };

const same = (state: Link): Link => state;
const stopped = (): Link => ({ tag: "stopped", code: null });

const NEXT: Table = {
  connecting: {
    start: same,
    opened: ({ failures }, { now }) => ({ tag: "open", failures, since: now }),
    // A sign-in that could not be renewed for want of a network still has to be.
    closed: ({ failures, renew }, event) => paused(failures, renew, event),
    due: same,
    hint: same,
    stop: stopped,
  },
  open: {
    start: same,
    opened: same,
    closed: ({ failures, since }, event) => paused(event.now - since >= STABLE_MS ? 0 : failures, false, event),
    due: same,
    hint: same,
    stop: stopped,
  },
  waiting: {
    start: same,
    // A socket that was given up may still speak: only the one that is dialled next counts.
    opened: same,
    closed: same,
    due: (state, { now }) => (now >= state.until ? dial(state) : state),
    hint: (state) => (state.firm ? state : dial(state)),
    stop: stopped,
  },
  stopped: {
    start: () => START,
    opened: same,
    closed: same,
    due: same,
    hint: same,
    stop: same,
  },
};

export function nextLink(link: Link, event: LinkEvent): Link {
  switch (link.tag) {
    case "connecting":
      return apply(NEXT.connecting, link, event);
    case "open":
      return apply(NEXT.open, link, event);
    case "waiting":
      return apply(NEXT.waiting, link, event);
    case "stopped":
      return apply(NEXT.stopped, link, event);
  }
}

function apply<State>(cells: Cells<State>, state: State, event: LinkEvent): Link {
  switch (event.tag) {
    case "start":
      return cells.start(state, event);
    case "opened":
      return cells.opened(state, event);
    case "closed":
      return cells.closed(state, event);
    case "due":
      return cells.due(state, event);
    case "hint":
      return cells.hint(state, event);
    case "stop":
      return cells.stop(state, event);
  }
}

function dial({ failures, renew }: { readonly failures: number; readonly renew: boolean }): Link {
  return { tag: "connecting", failures, renew };
}

function paused(failures: number, renew: boolean, { code, now, random }: Closed): Link {
  const next = afterClose(code);
  if (next === "stop") return { tag: "stopped", code };
  const firm = next === "retry-later" && failures === 0;
  const spreadMs = firm ? HERD_SPREAD_MS : backoffCeilingMs(failures);
  return {
    tag: "waiting",
    failures: failures + 1,
    renew: renew || next === "new-ticket",
    until: now + Math.floor(random * spreadMs),
    firm,
  };
}

/** Full jitter: the pause is anywhere between nothing and this, so that many who failed together do not return together. */
export function backoffCeilingMs(failures: number): number {
  return Math.min(BACKOFF_CAP_MS, BACKOFF_BASE_MS * 2 ** failures);
}
