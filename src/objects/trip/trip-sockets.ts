import * as z from "zod";
import type { LinkFacts, PersonFacts } from "../../platform/live-facts.ts";
import { PersonRole } from "../../protocol/account.ts";
import { DriverId, LinkId, ShipmentId, UserId } from "../../protocol/ids.ts";
import { CLOSE } from "../../protocol/live/close-codes.ts";
import { Epoch, Millis } from "../../protocol/live/fix.ts";
import { closeQuietly } from "../lib/close-quietly.ts";
import { TripMemory } from "./trip-memory.ts";

/** A phone, a tablet and a reload that has not been noticed yet. */
const DRIVER_SOCKETS_MAX = 4;
/** A family and its neighbours; more is a link that was posted somewhere. */
const LINK_SOCKETS_MAX = 20;
const STAFF_SOCKETS_MAX = 100;
/** A device pings each 20 s: three in vain, and its socket died without anybody telling us. */
const SILENT_MS = 60_000;
/** A browser lets a page in the background ping once a minute only: two in vain. */
const GONE_MS = 120_000;

/** Absent from what older code wrote. */
const OpenedAt = Millis.default(0);

const person = {
  personId: z.union([UserId, DriverId]),
  sessionId: z.string(),
  authUntil: Millis,
  openedAt: OpenedAt,
  /** Malformed frames so far. */
  strikes: z.int(),
};

/** What survives sleep with a socket. At most 16 KiB; a driver's holds the trip's memory, at most 6. */
const Attachment = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("driver"),
    ...person,
    epoch: Epoch.nullable(),
    clock: z.object({ offsetMs: z.int(), suspect: z.boolean() }).nullable(),
    memory: TripMemory.nullable(),
  }),
  z.object({ kind: z.literal("staff"), ...person, role: PersonRole, storeCode: z.string().nullable() }),
  z.object({
    kind: z.literal("customer"),
    linkId: LinkId,
    shipmentId: ShipmentId,
    authUntil: Millis,
    openedAt: OpenedAt,
  }),
]);
export type Attachment = z.infer<typeof Attachment>;
export type Audience = Attachment["kind"];
type Of<Kind extends Audience> = Extract<Attachment, { kind: Kind }>;

/** A trip's open sockets by audience, with what each one's sender is known to be. */
export class TripSockets {
  readonly #ctx: DurableObjectState;
  readonly #known = new Map<WebSocket, Attachment>();
  /** When a frame came last, since this object woke; sleep forgets it, and pings go on counting. */
  readonly #heardAt = new Map<WebSocket, number>();
  framesSent = 0;
  bytesSent = 0;

  constructor(ctx: DurableObjectState) {
    this.#ctx = ctx;
    for (const socket of ctx.getWebSockets()) this.#known.set(socket, Attachment.parse(socket.deserializeAttachment()));
  }

  /** The newest memory that a driver's socket carried through sleep. */
  memory(): TripMemory | null {
    const carried = this.all("driver").map(([, { memory }]) => memory);
    return carried.filter((memory) => memory !== null).toSorted((a, b) => b.count - a.count)[0] ?? null;
  }

  /** Has the sockets of the driver's devices take this through sleep. */
  carry(memory: TripMemory): void {
    for (const [socket, device] of this.all("driver")) this.set(socket, { ...device, memory });
  }

  admitPerson(socket: WebSocket, facts: PersonFacts, now: number): boolean {
    const { personId, sessionId, authUntil, role, storeCode } = facts;
    const base = { personId, sessionId, authUntil, openedAt: now, strikes: 0 };
    const isDriver = role === "driver";
    const others = () => this.all(isDriver ? "driver" : "staff");
    if (!this.#hasRoom(others, isDriver ? DRIVER_SOCKETS_MAX : STAFF_SOCKETS_MAX, now)) return false;
    this.#accept(
      socket,
      isDriver
        ? { kind: "driver", ...base, epoch: null, clock: null, memory: null }
        : { kind: "staff", ...base, role, storeCode },
    );
    return true;
  }

  admitLink(socket: WebSocket, { linkId, shipmentId, expiresAt }: LinkFacts, now: number): boolean {
    const others = () => this.all("customer").filter(([, one]) => one.linkId === linkId);
    if (!this.#hasRoom(others, LINK_SOCKETS_MAX, now)) return false;
    this.#accept(socket, { kind: "customer", linkId, shipmentId, authUntil: expiresAt, openedAt: now });
    return true;
  }

  all<Kind extends Audience>(kind: Kind): [WebSocket, Of<Kind>][] {
    const found: [WebSocket, Of<Kind>][] = [];
    for (const [socket, attachment] of this.#known) if (isOf(kind, attachment)) found.push([socket, attachment]);
    return found;
  }

  get size(): number {
    return this.#known.size;
  }

  get(socket: WebSocket): Attachment | undefined {
    return this.#known.get(socket);
  }

  set(socket: WebSocket, attachment: Attachment): void {
    this.#known.set(socket, attachment);
    socket.serializeAttachment(attachment);
  }

  /** A frame came. */
  heard(socket: WebSocket, now: number): void {
    this.#heardAt.set(socket, now);
  }

  /** Whether a driver's device is there and speaks. `saidAt`: when any of them said something, as far as is known otherwise. */
  isHeard(now: number, saidAt: number): boolean {
    const heard = this.all("driver").map(([socket, { openedAt }]) => this.#lastHeard(socket, openedAt));
    return heard.length > 0 && now - Math.max(saidAt, ...heard) < GONE_MS;
  }

  /** Closes the sockets of devices that vanished without a word. Says whether there were any. */
  endGone(now: number, saidAt: number): boolean {
    if (this.all("driver").length === 0 || this.isHeard(now, saidAt)) return false;
    for (const [socket] of this.all("driver")) this.end(socket, CLOSE.silent, "nothing was heard");
    return true;
  }

  /** One that is closing throws, and would keep all after it from hearing; its own end is told us soon. */
  send(socket: WebSocket, frame: string): void {
    if (socket.readyState !== WebSocket.OPEN) return;
    this.framesSent += 1;
    this.bytesSent += frame.length;
    socket.send(frame);
  }

  end(socket: WebSocket, code: number, reason: string): void {
    this.forget(socket);
    closeQuietly(socket, code, reason);
  }

  forget(socket: WebSocket): void {
    this.#known.delete(socket);
    this.#heardAt.delete(socket);
  }

  endWhere(matches: (attachment: Attachment) => boolean, code: number, reason: string): void {
    for (const [socket, attachment] of this.#known) if (matches(attachment)) this.end(socket, code, reason);
  }

  /** Closes those whose ticket has run out, and says when the next one does. */
  expire(now: number): number | null {
    this.endWhere(({ authUntil }) => authUntil <= now, CLOSE.authExpired, "the ticket has run out");
    const times = [...this.#known.values()].map(({ authUntil }) => authUntil);
    return times.length === 0 ? null : Math.min(...times);
  }

  /** A phone in a tunnel leaves a dead socket behind each time: they must not keep it out when it is back. */
  #hasRoom(others: () => [WebSocket, Attachment][], most: number, now: number): boolean {
    if (others().length < most) return true;
    for (const [socket, one] of others()) {
      const isSilent = now - this.#lastHeard(socket, one.openedAt) >= SILENT_MS;
      if (isSilent) this.end(socket, CLOSE.silent, "nothing was heard");
    }
    return others().length < most;
  }

  #lastHeard(socket: WebSocket, openedAt: number): number {
    const pingedAt = this.#ctx.getWebSocketAutoResponseTimestamp(socket)?.getTime() ?? 0;
    return Math.max(openedAt, pingedAt, this.#heardAt.get(socket) ?? 0);
  }

  #accept(socket: WebSocket, attachment: Attachment): void {
    this.#ctx.acceptWebSocket(socket, [attachment.kind]);
    this.set(socket, attachment);
  }
}

function isOf<Kind extends Audience>(kind: Kind, attachment: Attachment): attachment is Of<Kind> {
  return attachment.kind === kind;
}
