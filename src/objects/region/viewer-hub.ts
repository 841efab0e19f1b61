import * as z from "zod";
import { afterSend, FULL_CREDIT, type Credit } from "../../domain/region/credit.ts";
import type { PersonFacts } from "../../platform/live-facts.ts";
import { PersonRole } from "../../protocol/account.ts";
import { DriverId, UserId, type TripId } from "../../protocol/ids.ts";
import { CLOSE } from "../../protocol/live/close-codes.ts";
import { Viewport } from "../../protocol/live/dispatch-up.ts";
import type { Looker } from "../../protocol/location-view.ts";
import { Millis } from "../../protocol/live/fix.ts";
import { closeQuietly } from "../lib/close-quietly.ts";

/** Screens, tabs and tabs that were forgotten. */
const PERSON_SOCKETS_MAX = 10;
/** A socket takes some 70 KB of the object's 128 MB. */
const VIEWERS_MAX = 1_000;
/** A client acknowledges each 2 s at most; this is often enough to know that it lives. */
const HEARD_STEP_MS = 20_000;

/** What survives sleep with a socket. */
const Attachment = z.object({
  personId: z.union([UserId, DriverId]),
  sessionId: z.string(),
  role: PersonRole,
  authUntil: Millis,
  heardAt: Millis,
  viewport: Viewport.nullable(),
  /** It has said hello, and is told everything since. */
  isGreeted: z.boolean(),
  /** Malformed frames so far. */
  strikes: z.int(),
});
type Attachment = z.infer<typeof Attachment>;

/** One open map. Whatever the attachment does not hold begins afresh when the object wakes. */
export interface Viewer {
  readonly socket: WebSocket;
  known: Attachment;
  credit: Credit;
  /** What a slow viewer has to be told later: changes after `rev`, and who has moved. */
  behind: { readonly rev: number; readonly moved: Set<TripId> } | null;
}

export function lookerOf({ known }: Viewer): Looker {
  return { viewer: known.personId, viewerRole: known.role };
}

/** A region's open sockets, each with what its reader is known to be. */
export class ViewerHub {
  readonly #ctx: DurableObjectState;
  readonly #viewers = new Map<WebSocket, Viewer>();
  framesSent = 0;
  bytesSent = 0;

  constructor(ctx: DurableObjectState) {
    this.#ctx = ctx;
    for (const socket of ctx.getWebSockets()) this.#wake(socket);
  }

  get size(): number {
    return this.#viewers.size;
  }

  all(): Viewer[] {
    return [...this.#viewers.values()];
  }

  get(socket: WebSocket): Viewer | undefined {
    return this.#viewers.get(socket);
  }

  hasRoomFor(personId: Attachment["personId"]): boolean {
    const own = this.all().filter(({ known }) => known.personId === personId);
    return this.size < VIEWERS_MAX && own.length < PERSON_SOCKETS_MAX;
  }

  admit(socket: WebSocket, { personId, sessionId, role, authUntil }: PersonFacts, now: number): void {
    this.#ctx.acceptWebSocket(socket, [`p:${personId}`]);
    const known = { personId, sessionId, role, authUntil, heardAt: now, viewport: null, isGreeted: false, strikes: 0 };
    const viewer: Viewer = { socket, known, credit: FULL_CREDIT, behind: null };
    this.#viewers.set(socket, viewer);
    socket.serializeAttachment(known);
  }

  note(viewer: Viewer, changed: Partial<Attachment>): void {
    viewer.known = { ...viewer.known, ...changed };
    viewer.socket.serializeAttachment(viewer.known);
  }

  /** Something came from it. */
  heard(viewer: Viewer, now: number): void {
    if (now - viewer.known.heardAt >= HEARD_STEP_MS) this.note(viewer, { heardAt: now });
  }

  /** A ping that the platform answered by itself counts too. */
  heardAt({ socket, known }: Viewer): number {
    return Math.max(known.heardAt, this.#ctx.getWebSocketAutoResponseTimestamp(socket)?.getTime() ?? 0);
  }

  send(viewer: Viewer, frame: string | ArrayBuffer, now: number): void {
    if (viewer.socket.readyState !== WebSocket.OPEN) return this.forget(viewer.socket);
    this.framesSent += 1;
    this.bytesSent += typeof frame === "string" ? frame.length : frame.byteLength;
    viewer.credit = afterSend(viewer.credit, now);
    viewer.socket.send(frame);
  }

  end({ socket }: Viewer, code: number, reason: string): void {
    this.forget(socket);
    closeQuietly(socket, code, reason);
  }

  forget(socket: WebSocket): void {
    this.#viewers.delete(socket);
  }

  #wake(socket: WebSocket): void {
    const known = Attachment.safeParse(socket.deserializeAttachment());
    if (known.success) this.#viewers.set(socket, { socket, known: known.data, credit: FULL_CREDIT, behind: null });
    else closeQuietly(socket, CLOSE.restart, "written by another version");
  }
}
