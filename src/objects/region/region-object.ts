import { DurableObject } from "cloudflare:workers";
import type { LatLng } from "../../domain/geo.ts";
import { nearestFences } from "../../domain/nearest-fences.ts";
import type { NearDriver, NearestFilter } from "../../domain/region/nearest.ts";
import { UNWATCHED_MS } from "../../domain/region/demand.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import { readLiveFacts } from "../../platform/live-facts.ts";
import { verifyLiveTicket } from "../../platform/live-ticket.ts";
import { jobQueues } from "../../platform/job-queue.ts";
import { sendLooks } from "../../platform/send-looks.ts";
import { tripObject } from "../../platform/object-stubs.ts";
import { importSigningKeys } from "../../platform/signing-keys.ts";
import type { TripId } from "../../protocol/ids.ts";
import type { Looker } from "../../protocol/location-view.ts";
import { type NearFences, RegionFences } from "../../protocol/live/live-fence.ts";
import { CLOSE } from "../../protocol/live/close-codes.ts";
import type { ReportDemand, TripReport } from "../../protocol/live/trip-report.ts";
import { AlarmSlots } from "../lib/alarm-slots.ts";
import { closeQuietly } from "../lib/close-quietly.ts";
import { refusal } from "./region-door.ts";
import { RegionBrief, type RegionBriefInput } from "./region-brief.ts";
import { RegionRoom, type RegionPicture } from "./region-room.ts";
import { RegionStore } from "./region-store.ts";
import { renewTicket } from "./renew-ticket.ts";
import { lookerOf, ViewerHub, type Viewer } from "./viewer-hub.ts";
import { receive } from "./viewer-inbox.ts";
import { wakeTrips } from "./wake-trips.ts";

/** Between two looks after the viewers: their tickets, their silence, what they must hold. */
const ROUND_MS = 30_000;
/** Browsers are told to ping each 25 s. */
const SILENT_MS = 60_000;

type NotFound = { readonly tag: "not-found" };
type Opened = { room: RegionRoom; store: RegionStore; hub: ViewerHub };

export interface RegionCounters {
  reports: number;
  ticks: number;
  timers: number;
  frames: number;
  bytes: number;
  rowsWritten: number;
}

/** Who is where in a region now: a view that trips feed and dispatchers watch. */
export class RegionObject extends DurableObject<Env> {
  readonly #slots = new AlarmSlots<"round">(this.ctx.storage, "region");
  #opened: Opened | null = null;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
  }

  /** For health checks. */
  probe(): number {
    return new RegionStore(this.ctx.storage).schemaSize();
  }

  isOpen(): boolean {
    return this.#open() !== null;
  }

  /** Opening twice changes nothing but what is said anew. */
  open(input: RegionBriefInput): void {
    const brief = RegionBrief.parse(input);
    if (this.ctx.id.name !== `${brief.tenantId}:${brief.regionId}`) throw new Error("another region's brief");
    const store = new RegionStore(this.ctx.storage);
    if (JSON.stringify(store.brief()) === JSON.stringify(brief)) return;
    store.saveBrief(brief);
  }

  /** From a trip. A region that was never opened wants nothing. */
  report(report: TripReport): ReportDemand {
    return this.#open()?.room.report(report, Date.now()) ?? { watchers: 0, nextMs: UNWATCHED_MS };
  }

  /** All active fences. Trips hear of a new version with their next report; those that are listed are asked for one now. */
  setFences(input: RegionFences): void {
    const opened = this.#open();
    const { fences } = opened?.store ?? new RegionStore(this.ctx.storage);
    if (fences.replace(RegionFences.parse(input)) && opened) this.#wakeTrips(opened.room, opened.room.tripIds());
  }

  fencesVersion(): number {
    return this.#open()?.store.fences.version ?? 0;
  }

  /** What one trip holds of them. */
  fencesNear(around: LatLng | null): NearFences {
    return nearestFences(this.#open()?.store.fences.all() ?? { version: 0, fences: [] }, around);
  }

  snapshot(looker: Looker): Result<RegionPicture, NotFound> {
    const opened = this.#open();
    if (!opened) return err({ tag: "not-found" });
    const now = Date.now();
    this.#wakeTrips(opened.room, opened.room.tripsToWake(now));
    const picture = opened.room.snapshot(now);
    this.#note(opened, [looker], now);
    return ok(picture);
  }

  nearest(point: LatLng, count: number, filter: NearestFilter, looker: Looker): Result<NearDriver[], NotFound> {
    const opened = this.#open();
    if (!opened) return err({ tag: "not-found" });
    const now = Date.now();
    this.#note(opened, [looker], now);
    return ok(opened.room.nearest(point, count, filter, now));
  }

  /** Ends a person's sockets, of one session or of all, and refuses the tickets that are on their way. */
  closeSockets({ personId, sessionId }: { personId: string; sessionId?: string }): number {
    const opened = this.#open();
    if (!opened) return 0;
    const { hub, store } = opened;
    const now = Date.now();
    if (sessionId === undefined) store.endPerson(personId, now);
    else store.tickets.endSession(sessionId, now);
    const ended = hub.all().filter(({ known }) => known.personId === personId);
    const own = ended.filter(({ known }) => sessionId === undefined || known.sessionId === sessionId);
    for (const viewer of own) hub.end(viewer, CLOSE.accessEnded, "the session has ended");
    this.#saveIfEmpty(opened);
    return own.length;
  }

  /** For tests and load runs: what a position costs. */
  counters(): RegionCounters {
    const opened = this.#open();
    const { reports, ticks, timers } = opened?.room.counters ?? { reports: 0, ticks: 0, timers: 0 };
    const { framesSent: frames, bytesSent: bytes } = opened?.hub ?? { framesSent: 0, bytesSent: 0 };
    return { reports, ticks, timers, frames, bytes, rowsWritten: opened?.store.rowsWritten ?? 0 };
  }

  /** A dispatcher's map, let in by the Worker. */
  override async fetch(request: Request): Promise<Response> {
    const opened = this.#open();
    if (!opened) return new Response(null, { status: 404 });
    const facts = readLiveFacts(request);
    const now = Date.now();
    const refused = refusal(opened, facts, now);
    if (refused?.kind === "status" || facts.kind === "link") return new Response(null, { status: 403 });
    const { 0: client, 1: server } = new WebSocketPair();
    if (refused) {
      // Only on an accepted socket can a browser read the reason.
      server.accept();
      server.close(refused.code, refused.reason);
    } else {
      this.#wakeTrips(opened.room, opened.room.tripsToWake(now));
      opened.hub.admit(server, facts, now);
      opened.room.sweep(now);
      await this.#slots.set("round", Math.min(now + ROUND_MS, facts.authUntil), "if-sooner");
    }
    return new Response(null, { status: 101, webSocket: client });
  }
  override async webSocketMessage(socket: WebSocket, data: string | ArrayBuffer): Promise<void> {
    const opened = this.#open();
    const viewer = opened?.hub.get(socket);
    if (!opened || !viewer) return;
    const renew = async (renewed: Viewer, ticket: string): Promise<void> => this.#renew(opened, renewed, ticket);
    await receive({ ...opened, renew }, viewer, data, Date.now());
    this.#note(opened, [], Date.now());
    this.#saveIfEmpty(opened);
  }

  override webSocketClose(socket: WebSocket, code: number, reason: string): void {
    this.#forget(socket);
    closeQuietly(socket, code, reason);
  }

  override webSocketError(socket: WebSocket): void {
    this.#forget(socket);
  }

  override async alarm(): Promise<void> {
    const now = Date.now();
    await this.#slots.run(now, { round: async () => this.#round(now) });
  }

  /** Runs while somebody looks, and by messages alone otherwise. */
  async #round(now: number): Promise<void> {
    const opened = this.#open();
    if (!opened) return;
    const { room, hub } = opened;
    room.sweep(now);
    room.flush(now);
    for (const viewer of hub.all()) {
      if (now - hub.heardAt(viewer) >= SILENT_MS) hub.end(viewer, CLOSE.silent, "nothing was heard");
      else if (viewer.known.authUntil <= now) hub.end(viewer, CLOSE.authExpired, "the ticket has run out");
    }
    room.feed.checksums(now);
    this.#note(opened, hub.all().map(lookerOf), now);
    this.#saveIfEmpty(opened);
    const ends = hub.all().map(({ known }) => known.authUntil);
    if (ends.length > 0) await this.#slots.set("round", Math.min(now + ROUND_MS, ...ends));
  }

  async #renew({ hub, store, room }: Opened, viewer: Viewer, ticket: string): Promise<void> {
    const verify = async (text: string, now: number) => {
      const keys = await importSigningKeys(this.env.SIGNING_KEYS);
      return keys.ok ? verifyLiveTicket(keys.value, text, now) : keys;
    };
    await renewTicket({ hub, store, brief: room.brief, verify }, viewer, ticket, Date.now());
  }

  #forget(socket: WebSocket): void {
    const opened = this.#open();
    if (!opened) return;
    opened.hub.forget(socket);
    this.#saveIfEmpty(opened);
  }

  #saveIfEmpty({ hub, room }: Opened): void {
    if (hub.size === 0) room.emptied(Date.now());
  }

  /** Whoever looks is shown everybody. Each is noted once an hour, so asking often costs nothing. */
  #note({ room }: Opened, lookers: readonly Looker[], now: number): void {
    for (const looker of lookers) room.seen(looker, now);
    const looks = room.looks.take();
    if (looks.length > 0) this.ctx.waitUntil(sendLooks(jobQueues(this.env).ledger, room.brief.tenantId, looks));
  }

  #wakeTrips(room: RegionRoom, tripIds: readonly TripId[]): void {
    const { tenantId } = room.brief;
    const reportNow = async (tripId: TripId): Promise<void> => tripObject(this.env, tenantId, tripId).reportNow();
    this.ctx.waitUntil(wakeTrips(tripIds, reportNow));
  }

  #open(): Opened | null {
    if (this.#opened) return this.#opened;
    if (!RegionStore.isMade(this.ctx.storage)) return null;
    const store = new RegionStore(this.ctx.storage);
    const brief = store.brief();
    if (!brief) return null;
    const hub = new ViewerHub(this.ctx);
    return (this.#opened = { store, hub, room: new RegionRoom(brief, store, hub, Date.now()) });
  }
}
