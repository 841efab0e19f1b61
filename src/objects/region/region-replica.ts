import { DurableObject } from "cloudflare:workers";
import { Follower, type Followed } from "../../domain/region/follower.ts";
import type { Relay } from "../../domain/region/relay.ts";
import { jobQueues } from "../../platform/job-queue.ts";
import { readLiveFacts } from "../../platform/live-facts.ts";
import { createLog, logError } from "../../platform/log.ts";
import { newRequestId } from "../../platform/new-id.ts";
import { readRegionPart, regionObject, type RegionPart } from "../../platform/object-stubs.ts";
import { sendLooks } from "../../platform/send-looks.ts";
import { CLOSE } from "../../protocol/live/close-codes.ts";
import type { RegionSince } from "../../protocol/live/dispatch-up.ts";
import type { OpenSos } from "../../protocol/sos.ts";
import { ALARM_SLOTS, AlarmSlots } from "../lib/alarm-slots.ts";
import { closeQuietly } from "../lib/close-quietly.ts";
import { migrate } from "../lib/sqlite-migrations.ts";
import { FORBIDDEN, refuseSocket } from "../lib/refuse-socket.ts";
import { MapLooks } from "./map-looks.ts";
import { CROWDED, mayWatch } from "./region-door.ts";
import { RegionFeed } from "./region-feed.ts";
import type { EndedPerson, ReplicaCounters } from "./region-rpc.ts";
import { renewTicket, type SpentTicket, ticketVerifier } from "./renew-ticket.ts";
import { lookerOf, type Viewer, ViewerHub } from "./viewer-hub.ts";
import { receive } from "./viewer-inbox.ts";
import { endOverdue, endPerson, nextRoundAt } from "./viewer-round.ts";

/** A picture that is out of date when it comes is asked for again; then the next round tries. */
const TRIES_MAX = 3;

/** Tells many viewers what a region tells it once. It stores nothing but its alarm: the region always has a picture. */
export class RegionReplica extends DurableObject<Env> {
  readonly #slots = new AlarmSlots<"round">(this.ctx.storage, "region-replica");
  readonly #part: RegionPart = readRegionPart(this.ctx.id.name, "replica");
  readonly #hub = new ViewerHub(this.ctx);
  readonly #follower = new Follower();
  readonly #feed = new RegionFeed(this.#hub, this.#follower);
  readonly #looks = new MapLooks(this.#follower.board, (looks) =>
    this.ctx.waitUntil(sendLooks(jobQueues(this.env).ledger, this.#part.tenantId, looks)),
  );
  #linking: Promise<boolean> | null = null;
  /** Let in, but not counted yet. */
  #joining = 0;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
  }

  /** From the region, at each tick. Answers how many look: with none, nothing more comes. */
  relay(relay: Relay): number {
    const viewers = this.#viewers;
    if (viewers === 0) this.#follower.unlink();
    else {
      const now = Date.now();
      this.#pass(this.#follower.take(relay, now), now);
      // It slept and has nothing to build on: what came is kept until it has.
      if (this.#follower.link === null) this.ctx.waitUntil(this.#linkedOrClosed());
    }
    return viewers;
  }

  /** From the region: the calls for help that are open. */
  showSos(sos: OpenSos): void {
    this.#feed.showSos(sos, Date.now());
  }

  /** Asked by the region, which refuses the tickets that are on their way. */
  closeSockets(ended: EndedPerson): number {
    return endPerson(this.#hub, ended);
  }

  /** For tests and load runs. */
  counters(): ReplicaCounters {
    return { viewers: this.#hub.size, isAsking: this.#linking !== null };
  }

  /** A map that the region sent here after it had spent the ticket. */
  override async fetch(request: Request): Promise<Response> {
    const facts = readLiveFacts(request);
    if (!mayWatch(facts, this.#part)) return refuseSocket(FORBIDDEN);
    if (!this.#hub.hasRoomFor(facts.personId)) return refuseSocket(CROWDED);
    this.#joining += 1;
    try {
      if (!(await this.#linked())) return new Response(null, { status: 404 });
      const { 0: client, 1: server } = new WebSocketPair();
      const now = Date.now();
      this.#hub.admit(server, facts, now);
      migrate(this.ctx.storage, [ALARM_SLOTS]);
      await this.#armRound(now);
      return new Response(null, { status: 101, webSocket: client });
    } finally {
      this.#joining -= 1;
    }
  }

  override async webSocketMessage(socket: WebSocket, data: string | ArrayBuffer): Promise<void> {
    const isLinked = await this.#linkedOrClosed();
    const viewer = this.#hub.get(socket);
    if (!isLinked || !viewer) return;
    const room = {
      feed: this.#feed,
      // All that came was told.
      flush: () => undefined,
      greet: (greeted: Viewer, since: RegionSince | null, now: number): void => {
        this.#feed.greet(greeted, since, now);
        this.#looks.note([lookerOf(greeted)], now);
      },
    };
    const renew = async (renewed: Viewer, ticket: string): Promise<void> => this.#renew(renewed, ticket);
    await receive({ room, hub: this.#hub, renew }, viewer, data, Date.now());
  }

  override webSocketClose(socket: WebSocket, code: number, reason: string): void {
    this.#hub.forget(socket);
    closeQuietly(socket, code, reason);
  }

  override webSocketError(socket: WebSocket): void {
    this.#hub.forget(socket);
  }

  override async alarm(): Promise<void> {
    const now = Date.now();
    await this.#slots.run(now, { round: async () => this.#round(now) });
  }

  get #viewers(): number {
    return this.#hub.size + this.#joining;
  }

  get #region() {
    return regionObject(this.env, this.#part.tenantId, this.#part.regionId);
  }

  /** What the region thinks of the copy comes as a checksum on the link; what viewers must hold goes on from here. */
  async #round(now: number): Promise<void> {
    endOverdue(this.#hub, now);
    await this.#armRound(now);
    const { link } = this.#follower;
    if (this.#hub.size === 0 || !(await this.#linkedOrClosed())) return;
    if (link !== null && !(await this.#region.checkLink(this.#part.number, link))) {
      this.#follower.unlink();
      if (!(await this.#linkedOrClosed())) return;
    }
    this.#feed.checksums(Date.now());
    this.#looks.note(this.#hub.all().map(lookerOf), Date.now());
  }

  async #armRound(now: number): Promise<void> {
    const at = nextRoundAt(this.#hub, now);
    if (at !== null) await this.#slots.set("round", at, "if-sooner");
  }

  /** False when the copy cannot be trusted any more. */
  #pass({ ticks, isLost }: Followed, now: number): boolean {
    for (const tick of ticks) this.#feed.tell(tick, tick.frame ?? this.#feed.movedFrame(tick, now), now);
    if (isLost) this.#follower.unlink();
    return !isLost;
  }

  /** Without its region a replica is of no use: its viewers come back through the region, or later. */
  async #linkedOrClosed(): Promise<boolean> {
    try {
      if (await this.#linked()) return true;
    } catch (error) {
      logError(createLog({ requestId: newRequestId() }), "replica asks its region", error);
    }
    for (const viewer of this.#hub.all()) this.#hub.end(viewer, CLOSE.restart, "the region cannot be reached");
    return false;
  }

  /** True with a copy of the region's picture to tell from. */
  async #linked(): Promise<boolean> {
    if (this.#follower.link !== null) return true;
    this.#linking ??= this.#link().finally(() => (this.#linking = null));
    return this.#linking;
  }

  async #link(): Promise<boolean> {
    for (let tries = 0; tries < TRIES_MAX; tries++) {
      this.#follower.unlink();
      const start = await this.#region.startLink(this.#part.number, this.#viewers);
      if (start === null) return false;
      const now = Date.now();
      this.#feed.showSos(start.sos, now);
      if (this.#pass(this.#follower.begin(start, now), now)) break;
    }
    // Whoever was told something else than what is in the picture notices now.
    this.#feed.checksums(Date.now());
    return true;
  }

  async #renew(viewer: Viewer, ticket: string): Promise<void> {
    const spend = async (spent: SpentTicket): Promise<boolean> => this.#region.spend(spent);
    const renewal = { hub: this.#hub, place: this.#part, verify: ticketVerifier(this.env), spend };
    await renewTicket(renewal, viewer, ticket, Date.now());
  }
}
