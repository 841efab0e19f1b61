import { FIXES_PER_FRAME_MAX } from "../../protocol/live/driver-up.ts";

const SECOND_MS = 1000;
/**
 * The server stores fixes in chunks of 20 or 30 s and acknowledges them then, so silence is normal for half a minute.
 * Five seconds more and somebody has to ask: a chunk is written when something comes, and a parked phone sends nothing.
 */
const ACK_LATE_MS = 35 * SECOND_MS;
/** A flush or an action is answered at once; each time in vain the patience doubles, for a slow network is no lost one. */
const PATIENCE_MS = 3 * SECOND_MS;
/** 3 + 6 + 12 + 24 s without one acknowledgement: the connection only looks alive. */
const RESENDS_MAX = 3;
/** Enough for an afternoon of stops in one round trip, few enough to be repeated whole without thought. */
export const ACTION_WINDOW = 16;

/**
 * One numbered stream, acked ≤ sent ≤ appended. Everything up to `acked` is stored for good by the server, everything after
 * it still stands in the outbox. `sent` is about this connection alone and goes back to `acked` with the next one: within
 * one connection nothing is lost and nothing comes out of order, so nothing is sent twice there without a reason.
 */
export interface SendStream {
  readonly acked: number;
  readonly sent: number;
  readonly appended: number;
  /** Since when the oldest of those not yet sent waits for company. */
  readonly heldSince: number;
  /** Since when the server owes an acknowledgement. */
  readonly owedSince: number | null;
  /** When it was asked to store at once, and up to where. */
  readonly asked: { readonly at: number; readonly upTo: number } | null;
  readonly resends: number;
}

export interface SendFlow {
  readonly fixes: SendStream;
  readonly actions: SendStream;
}

export type StreamName = keyof SendFlow;

/** How the connection that is open now wants to be used. */
export interface SendManner {
  /** A request stores what it brings before it answers; a socket can be asked to. */
  readonly channel: "socket" | "rest";
  /** Fixes that go out together, and how long the first of them waits for the others. */
  readonly batch: number;
  readonly holdMs: number;
  /** The page is about to vanish: nothing waits for company, and everything is to be stored now. */
  readonly hurry: boolean;
}

export type SendStep =
  | { readonly do: "send"; readonly stream: StreamName; readonly after: number; readonly count: number }
  | { readonly do: "flush" }
  /** Nothing came back: begin again behind what is acknowledged. */
  | { readonly do: "rewind"; readonly stream: StreamName }
  /** The connection is deaf: a new one is needed. */
  | { readonly do: "reset" }
  /** Nothing to do before this time, or before something happens. */
  | { readonly do: "wait"; readonly until: number | null };

export function startStream(acked: number, appended: number): SendStream {
  return { acked, sent: acked, appended, heldSince: 0, owedSince: null, asked: null, resends: 0 };
}

/** Another connection: what the old one still carried may or may not arrive, and the server knows both by number. */
export function onOpened({ fixes, actions }: SendFlow): SendFlow {
  return { fixes: startStream(fixes.acked, fixes.appended), actions: startStream(actions.acked, actions.appended) };
}

export function onAppended(stream: SendStream, seq: number, now: number): SendStream {
  const isFirst = stream.sent >= stream.appended;
  return { ...stream, appended: Math.max(stream.appended, seq), heldSince: isFirst ? now : stream.heldSince };
}

export function onSent(stream: SendStream, seq: number, now: number): SendStream {
  return { ...stream, sent: Math.max(stream.sent, seq), owedSince: stream.owedSince ?? now };
}

export function onAsked(stream: SendStream, now: number): SendStream {
  return { ...stream, asked: { at: now, upTo: stream.sent } };
}

export function onRewound(stream: SendStream): SendStream {
  return { ...startStream(stream.acked, stream.appended), resends: stream.resends + 1 };
}

/** Acknowledgements are cumulative, and old news where they overtake each other. */
export function onAcked(stream: SendStream, seq: number, now: number): SendStream {
  if (seq <= stream.acked) return stream;
  const sent = Math.max(stream.sent, seq);
  const owes = sent > seq;
  return {
    ...stream,
    acked: seq,
    sent,
    appended: Math.max(stream.appended, seq),
    owedSince: owes ? now : null,
    asked: stream.asked && seq < stream.asked.upTo ? { at: now, upTo: stream.asked.upTo } : null,
    resends: 0,
  };
}

export function nextStep({ fixes, actions }: SendFlow, manner: SendManner, now: number): SendStep {
  const late = isUnanswered(actions, actions.owedSince, now)
    ? "actions"
    : isUnanswered(fixes, fixes.asked?.at ?? null, now)
      ? "fixes"
      : null;
  if (late) return rescue({ fixes, actions }[late], late, manner);
  return nextSend({ fixes, actions }, manner, now) ?? nextAsk({ fixes, actions }, manner, now);
}

/** Actions first: a delivery must not wait behind an hour of positions. */
function nextSend({ fixes, actions }: SendFlow, manner: SendManner, now: number): SendStep | null {
  const actionRoom = roomIn(actions, ACTION_WINDOW);
  if (actionRoom > 0) return { do: "send", stream: "actions", after: actions.sent, count: actionRoom };
  const fixRoom = roomIn(fixes, FIXES_PER_FRAME_MAX);
  if (fixRoom === 0 || now < heldUntil(fixes, manner)) return null;
  return { do: "send", stream: "fixes", after: fixes.sent, count: fixRoom };
}

function nextAsk({ fixes, actions }: SendFlow, manner: SendManner, now: number): SendStep {
  const lateAt = fixes.asked ? Number.POSITIVE_INFINITY : lateFrom(fixes, manner);
  if (now >= lateAt) return manner.channel === "socket" ? { do: "flush" } : { do: "rewind", stream: "fixes" };
  const times = [lateAt];
  if (actions.owedSince !== null) times.push(actions.owedSince + patienceMs(actions));
  if (fixes.asked) times.push(fixes.asked.at + patienceMs(fixes));
  if (roomIn(fixes, FIXES_PER_FRAME_MAX) > 0) times.push(heldUntil(fixes, manner));
  const until = Math.min(...times);
  return { do: "wait", until: Number.isFinite(until) ? until : null };
}

function roomIn({ acked, sent, appended }: SendStream, most: number): number {
  return Math.max(0, Math.min(appended - sent, most - (sent - acked)));
}

function isUnanswered(stream: SendStream, since: number | null, now: number): boolean {
  return since !== null && now >= since + patienceMs(stream);
}

/** A request ends by itself, so there is no connection to give up. */
function rescue({ resends }: SendStream, stream: StreamName, { channel }: SendManner): SendStep {
  return channel === "socket" && resends >= RESENDS_MAX ? { do: "reset" } : { do: "rewind", stream };
}

function patienceMs({ resends }: SendStream): number {
  return PATIENCE_MS * 2 ** Math.min(resends, RESENDS_MAX);
}

function heldUntil({ appended, sent, heldSince }: SendStream, { batch, holdMs, hurry }: SendManner): number {
  return hurry || appended - sent >= batch ? 0 : heldSince + holdMs;
}

/**
 * From when the server is asked to store now: at once if the window is full and more is waiting, as after a tunnel, or if
 * the page goes; otherwise when the acknowledgement that comes by itself is late.
 */
function lateFrom({ acked, sent, appended, owedSince }: SendStream, { channel, hurry }: SendManner): number {
  if (owedSince === null) return Number.POSITIVE_INFINITY;
  const isFull = sent - acked >= FIXES_PER_FRAME_MAX && appended > sent;
  return channel === "socket" && (isFull || hurry) ? 0 : owedSince + ACK_LATE_MS;
}
