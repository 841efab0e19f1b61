import { ok } from "../../../domain/result.ts";
import type { ViewState } from "../../../domain/live-client/view-state.ts";
import { API_BASE } from "../../../protocol/api/endpoint.ts";
import { LIVE_PROTOCOL } from "../../../protocol/live/live-protocol.ts";
import type { CustomerView, TrackDown } from "../../../protocol/live/track-down.ts";
import { type Clockwork, systemClockwork } from "./clockwork.ts";
import { fetchHttp, type Http } from "./http.ts";
import { LiveSocket } from "./live-socket.ts";
import { type Hints, NO_HINTS } from "./page-hints.ts";
import { socketUrl } from "./socket-url.ts";
import { customerViewSchema, trackDownSchema } from "./track-schema.ts";
import { ViewLink } from "./view-link.ts";
import { type OpenSocket, openWebSocket } from "./web-socket.ts";

/** A customer looks for minutes: four questions a minute show a van on the right street. */
const POLL_MS = 15_000;

interface TrackNews {
  readonly view: CustomerView;
  /** The server's time, where it was told: a request's answer leaves it out, so that a view that stays the same is. */
  readonly now: number | null;
}

export interface TrackClientOptions {
  readonly baseUrl: string;
  /** The secret part of the link. */
  readonly token: string;
  readonly http?: Http;
  readonly hints?: Hints;
  readonly clockwork?: Clockwork;
  readonly openSocket?: OpenSocket;
}

export interface TrackEars {
  readonly onState: (state: ViewState) => void;
  readonly onView: (news: TrackNews) => void;
  readonly onTrouble: (cause: unknown) => void;
}

/** A customer's page: the parcel's state as it changes, as far as the link allows. */
export function createTrackClient(
  options: TrackClientOptions,
  ears: TrackEars,
): { start: () => void; stop: () => void } {
  const { baseUrl, token, hints = NO_HINTS, clockwork = systemClockwork, openSocket = openWebSocket } = options;
  const path = encodeURIComponent(token);
  const dial = { url: socketUrl(baseUrl, `/ws/track/${path}`), protocols: [LIVE_PROTOCOL], authForMs: null };
  const { onState, onView, onTrouble } = ears;
  return new ViewLink({
    clockwork,
    hints,
    onState,
    poll: {
      http: options.http ?? fetchHttp(baseUrl, null),
      path: `${API_BASE}/track/${path}`,
      schema: customerViewSchema,
      everyMs: POLL_MS,
      onBody: (view) => onView({ view, now: null }),
      onTrouble,
    },
    socket: (onLink) =>
      new LiveSocket<TrackDown>({
        ...clockwork,
        openSocket,
        schema: trackDownSchema,
        dial: () => Promise.resolve(ok(dial)),
        onLink,
        onMessage: ({ now, view }) => onView({ now, view }),
        onTrouble,
      }),
  });
}
