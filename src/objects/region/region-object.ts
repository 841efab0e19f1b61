import { DurableObject } from "cloudflare:workers";
import type { LatLng } from "../../domain/geo.ts";
import { nearestFences } from "../../domain/nearest-fences.ts";
import type { NearDriver, NearestFilter } from "../../domain/region/nearest.ts";
import { AGAIN_MS } from "../../domain/region/demand.ts";
import type { LinkStart } from "../../domain/region/relay.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import { readLiveFacts, sendToReplica } from "../../platform/live-facts.ts";
import { type RegionPlace, regionReplica } from "../../platform/object-stubs.ts";
import type { Looker } from "../../protocol/location-view.ts";
import { type NearFences, RegionFences } from "../../protocol/live/live-fence.ts";
import type { ReportDemand, TripReport } from "../../protocol/live/trip-report.ts";
import { OpenSos, type Sos } from "../../protocol/sos.ts";
import { AlarmSlots } from "../lib/alarm-slots.ts";
import { closeQuietly } from "../lib/close-quietly.ts";
import { FORBIDDEN, refuseSocket } from "../lib/refuse-socket.ts";
import { openCensus } from "./open-census.ts";
import { openRegion, type Opened } from "./open-region.ts";
import { CROWDED, refusal } from "./region-door.ts";
import { RegionBrief, type RegionBriefInput } from "./region-brief.ts";
import type { RegionPicture } from "./region-room.ts";
import type { EndedPerson, RegionCounters } from "./region-rpc.ts";
import { RegionStore } from "./region-store.ts";
import type { SocketCensus } from "./socket-census.ts";
import { isSpent, renewTicket, type SpentTicket, ticketVerifier } from "./renew-ticket.ts";
import { lookerOf, type Viewer } from "./viewer-hub.ts";
import { receive } from "./viewer-inbox.ts";
import { endOverdue, endPerson, nextRoundAt } from "./viewer-round.ts";

/** For how long somebody looks, and how long they wait for trips that were silent. Calls take some 10 ms, fifty at a time. */
interface Look {
  readonly forMs: number;
  readonly withinMs: number;
}

/** Whoever is let in is counted by then, and is told of the last trips a moment later. */
const MAP: Look = { forMs: 5_000, withinMs: 1_000 };
/** Someone without a socket asks again and again instead; this long after the last time nobody looks any more. */
const PICTURE: Look = { forMs: 60_000, withinMs: 1_000 };
/** A driver who is not heard in time is passed over: that is worth waiting for. */
const CANDIDATES: Look = { forMs: 60_000, withinMs: 5_000 };

type NotFound = { readonly tag: "not-found" };

/** Who is where in a region now: a view that trips feed and dispatchers watch. */
export class RegionObject extends DurableObject<Env> {
  readonly #slots = new AlarmSlots<"round">(this.ctx.storage, "region");
  #opened: Opened | null = null;
  #census: SocketCensus | null = null;

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

  /** From a trip. A region that was never opened is told again later. */
  report(report: TripReport): ReportDemand {
    return this.reportAll([report]);
  }

  /** From a shard. */
  reportAll(reports: readonly TripReport[]): ReportDemand {
    const opened = this.#open();
    if (!opened) return { watchers: 0, nextMs: AGAIN_MS };
    const demand = opened.room.report(reports, Date.now());
    opened.listed.note(() => opened.room.sockets);
    return demand;
  }

  /** How many sockets are open here, on trips and on maps. */
  sockets(): number {
    return this.#open()?.room.sockets ?? 0;
  }

  /** To the census, which is no region: here is one. */
  list(place: RegionPlace): void {
    (this.#census ??= openCensus(this.ctx.storage, this.env)).list(place);
  }

  openSockets(): Promise<number> {
    return (this.#census ??= openCensus(this.ctx.storage, this.env)).open();
  }

  /** From a replica that has lost the thread, or begins. */
  startLink(replica: number, viewers: number): (LinkStart & { sos: OpenSos }) | null {
    const opened = this.#open();
    return opened && { ...opened.room.startLink(replica, viewers, Date.now()), sos: opened.store.sos.known };
  }

  /** From a replica, each half a minute: false when it has to begin anew. */
  checkLink(replica: number, link: string): boolean {
    return this.#open()?.room.checkLink(replica, link, Date.now()) ?? false;
  }

  /** From a replica: here is where a ticket is spent once, wherever its socket is. */
  spend(ticket: SpentTicket): boolean {
    const opened = this.#open();
    return opened !== null && isSpent(opened.store, ticket, Date.now());
  }

  /** All active fences. Trips hear of a new version with a report, for which those that are listed are asked now. */
  setFences(input: RegionFences): void {
    const opened = this.#open();
    const { fences } = opened?.store ?? new RegionStore(this.ctx.storage);
    if (fences.replace(RegionFences.parse(input))) opened?.waker.wake(opened.room.tripIds());
  }

  /** From the tenant's desk: all calls for help that are open here. Thrown out again where a replica could not be told. */
  async showSos(input: OpenSos): Promise<void> {
    const opened = this.#open();
    const { sos } = opened?.store ?? new RegionStore(this.ctx.storage);
    sos.replace(OpenSos.parse(input));
    if (!opened) return;
    const { room, ladder } = opened;
    room.feed.showSos(sos.known, Date.now());
    await Promise.all(
      ladder.replicas.map(async (replica) => regionReplica(this.env, room.brief, replica).showSos(sos.known)),
    );
  }

  fencesVersion(): number {
    return this.#open()?.store.fences.version ?? 0;
  }

  /** What one trip holds of them. */
  fencesNear(around: LatLng | null): NearFences {
    return nearestFences(this.#open()?.store.fences.all() ?? { version: 0, fences: [] }, around);
  }

  async snapshot(looker: Looker): Promise<Result<RegionPicture & { calls: Sos[] }, NotFound>> {
    const opened = await this.#freshen(PICTURE);
    if (!opened) return err({ tag: "not-found" });
    const { room, store } = opened;
    const now = Date.now();
    room.looks.note([looker], now);
    return ok({ ...room.snapshot(now), calls: store.sos.known.calls });
  }

  async nearest(
    point: LatLng,
    count: number,
    filter: NearestFilter,
    looker: Looker,
  ): Promise<Result<NearDriver[], NotFound>> {
    const opened = await this.#freshen(CANDIDATES);
    if (!opened) return err({ tag: "not-found" });
    const now = Date.now();
    opened.room.looks.note([looker], now);
    return ok(opened.room.nearest(point, count, filter, now));
  }

  /** Ends a person's sockets, here and in replicas, and refuses the tickets that are on their way. */
  async closeSockets(ended: EndedPerson): Promise<number> {
    const opened = this.#open();
    if (!opened) return 0;
    const { hub, store, room } = opened;
    const { personId, sessionId } = ended;
    const now = Date.now();
    if (sessionId === undefined) store.endPerson(personId, now);
    else store.tickets.endSession(sessionId, now);
    const here = endPerson(hub, ended);
    this.#saveIfEmpty(opened);
    const there = opened.ladder.replicas.map(async (replica) =>
      regionReplica(this.env, room.brief, replica).closeSockets(ended),
    );
    return (await Promise.all(there)).reduce((sum, closed) => sum + closed, here);
  }

  /** For tests and load runs: what a position costs. */
  counters(): RegionCounters {
    const opened = this.#open();
    const { reports, ticks, timers } = opened?.room.counters ?? { reports: 0, ticks: 0, timers: 0 };
    const { framesSent: frames, bytesSent: bytes } = opened?.hub ?? { framesSent: 0, bytesSent: 0 };
    const { relays = 0, isTelling = false } = opened?.ladder ?? {};
    return { reports, ticks, timers, frames, bytes, relays, isTelling, rowsWritten: opened?.store.rowsWritten ?? 0 };
  }

  /** A dispatcher's map, let in by the Worker. */
  override async fetch(request: Request): Promise<Response> {
    // Before anything is checked: whoever loses the right to look while it waits must not be let in afterwards.
    const opened = await this.#freshen(MAP);
    if (!opened) return new Response(null, { status: 404 });
    const facts = readLiveFacts(request);
    const now = Date.now();
    const refused = refusal(opened, facts, now);
    if (refused || facts.kind === "link") return refuseSocket(refused ?? FORBIDDEN);
    const { room, hub, ladder } = opened;
    if (hub.size >= ladder.limits.rootViewers) {
      const replica = ladder.assign(now);
      if (replica !== null) return sendToReplica(replica);
      // Perhaps some have left: whoever comes back will find room.
      ladder.tell({ deltas: null, frame: null, checksum: null }, now);
      return refuseSocket(CROWDED);
    }
    const { 0: client, 1: server } = new WebSocketPair();
    hub.admit(server, facts, now);
    opened.listed.note(() => room.sockets);
    room.sweep(now);
    await this.#armRound(opened, now);
    return new Response(null, { status: 101, webSocket: client });
  }

  override async webSocketMessage(socket: WebSocket, data: string | ArrayBuffer): Promise<void> {
    const opened = this.#open();
    const viewer = opened?.hub.get(socket);
    if (!opened || !viewer) return;
    const renew = async (renewed: Viewer, ticket: string): Promise<void> => this.#renew(opened, renewed, ticket);
    await receive({ ...opened, renew }, viewer, data, Date.now());
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
    const { room, hub, waker } = opened;
    if (room.isWatched) waker.wake(room.silentTrips());
    room.sweep(now);
    room.flush(now);
    endOverdue(hub, now);
    room.feed.checksums(now);
    room.looks.note(hub.all().map(lookerOf), now);
    this.#saveIfEmpty(opened);
    await this.#armRound(opened, now);
  }

  async #armRound({ hub }: Opened, now: number): Promise<void> {
    const at = nextRoundAt(hub, now);
    if (at !== null) await this.#slots.set("round", at, "if-sooner");
  }

  async #renew({ hub, store, room }: Opened, viewer: Viewer, ticket: string): Promise<void> {
    const verify = ticketVerifier(this.env);
    const spend = async (spent: SpentTicket, now: number): Promise<boolean> => isSpent(store, spent, now);
    await renewTicket({ hub, place: room.brief, verify, spend }, viewer, ticket, Date.now());
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

  /** For whoever looks for so long: as things stand, and not as they stood when somebody looked last. */
  async #freshen({ forMs, withinMs }: Look): Promise<Opened | null> {
    const opened = this.#open();
    if (!opened) return null;
    opened.room.look(Date.now() + forMs);
    await opened.waker.freshen(opened.room.silentTrips(), withinMs);
    return opened;
  }

  #open(): Opened | null {
    if (this.#opened) return this.#opened;
    const onLeft = (): void => {
      if (this.#opened) this.#saveIfEmpty(this.#opened);
    };
    return (this.#opened = openRegion(this.ctx, this.env, onLeft));
  }
}
