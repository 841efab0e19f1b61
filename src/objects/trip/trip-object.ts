import { DurableObject } from "cloudflare:workers";
import { err, ok, type Result } from "../../domain/result.ts";
import type { StepRefused, TripCommand } from "../../domain/trip-step.ts";
import { readLiveFacts } from "../../platform/live-facts.ts";
import type { DriverId, LinkId, RegionId, ShipmentId } from "../../protocol/ids.ts";
import { CLOSE } from "../../protocol/live/close-codes.ts";
import type { DocumentProgress } from "../../protocol/live/document-progress.ts";
import type { SentFrame } from "../../protocol/api/positions.ts";
import type { Ack } from "../../protocol/live/driver-down.ts";
import type { DriverAction, LocationUpdate } from "../../protocol/live/driver-up.ts";
import type { JudgedFix } from "../../protocol/live/fix.ts";
import type { CustomerView } from "../../protocol/live/track-down.ts";
import { TripBrief } from "../../protocol/live/trip-brief.ts";
import type { OpenOffer } from "../../protocol/offer.ts";
import type { Sos } from "../../protocol/sos.ts";
import type { LocationSurface, Looker } from "../../protocol/location-view.ts";
import { AlarmSlots } from "../lib/alarm-slots.ts";
import { closeQuietly } from "../lib/close-quietly.ts";
import { closing, refuseSocket } from "../lib/refuse-socket.ts";
import { customerView } from "./customer-view.ts";
import { takeHistory } from "./history-intake.ts";
import { type AwakeTrip, openTrip } from "./open-trip.ts";
import { alarmWork } from "./trip-alarm.ts";
import { letIn } from "./trip-door.ts";
import { mayForget } from "./trip-end.ts";
import { countersOf, logAfter, newestFixes, shipmentNews, trackAfter } from "./trip-reads.ts";
import {
  type ActionsTaken,
  type HistoryTaken,
  type LogPart,
  type ShipmentNews,
  type TrackPart,
  type TripCounters,
  type TripPicture,
} from "./trip-rpc.ts";
import { type LedgerMark, TripStore } from "./trip-store.ts";
import type { NotTaken, Slot } from "./trip-upkeep.ts";

type NotFound = { readonly tag: "not-found" };

/** Everything that happens on one live trip, in order: the single writer between driver, dispatcher and customer. */
export class TripObject extends DurableObject<Env> {
  readonly #slots = new AlarmSlots<Slot>(this.ctx.storage, "trip");
  #awake: AwakeTrip | null = null;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
  }

  /** For health checks. */
  probe(): number {
    return new TripStore(this.ctx.storage).schemaSize();
  }

  /** Opening twice changes nothing: the second answer to a request that was repeated. */
  open(input: TripBrief): void {
    const brief = TripBrief.parse(input);
    if (this.ctx.id.name !== `${brief.tenantId}:${brief.tripId}`) throw new Error("another trip's brief");
    if (this.#open()) return;
    new TripStore(this.ctx.storage).saveBrief(brief);
    this.#open()?.upkeep.settle(true, Date.now());
  }

  owner(): { regionId: RegionId; driverId: DriverId } | null {
    const brief = this.#open()?.trip.scene.brief;
    return brief ? { regionId: brief.regionId, driverId: brief.driverId } : null;
  }

  /** `at` is when it happened, by the clock of whoever saw it; now, unless said. */
  command(command: TripCommand, actor: string, at?: number): Result<TripBrief, StepRefused | NotFound> {
    const opened = this.#open();
    if (!opened) return err({ tag: "not-found" });
    const now = Date.now();
    const done = opened.trip.command(command, { actor, at: Math.min(at ?? now, now) }, now);
    opened.upkeep.settle(true, now);
    return done.ok ? ok(opened.trip.scene.brief) : done;
  }

  /** The driver stream's frames by HTTP: same numbers, same answer, durable when it comes. */
  ingest(frame: SentFrame): Result<Ack, NotFound | NotTaken | { tag: "off-duty" }> {
    const opened = this.#open();
    if (!opened) return err({ tag: "not-found" });
    const now = Date.now();
    const refused = opened.upkeep.notTaken(frame.epoch, now);
    if (refused) return err(refused);
    const taken = opened.trip.positionsByHttp(frame, now);
    opened.upkeep.settle(taken.events.length > 0, now);
    if (taken.refused > 0 && taken.accepted === 0) return err({ tag: "off-duty" });
    return ok({ type: "ack", ...opened.trip.scene.intake.durable(frame.epoch) });
  }

  /** The driver stream's actions by HTTP, in order up to the first that comes too early. */
  act(actions: readonly DriverAction[], actor: string, sentAt?: number): Result<ActionsTaken, NotFound> {
    const opened = this.#open();
    const [first] = actions;
    if (!opened || !first) return err({ tag: "not-found" });
    const now = Date.now();
    const refused = opened.trip.actAll(actions, { actor, sentAt }, now);
    opened.upkeep.settle(true, now);
    return ok({ ack: { type: "ack", ...opened.trip.scene.intake.durable(first.epoch) }, refused });
  }

  /** A recording made elsewhere, for the track alone. */
  addHistory(frame: Pick<LocationUpdate, "epoch" | "fixes">): Result<HistoryTaken, NotFound | NotTaken> {
    const opened = this.#open();
    if (!opened) return err({ tag: "not-found" });
    const now = Date.now();
    const refused = opened.upkeep.notTaken(frame.epoch, now);
    if (refused) return err(refused);
    const taken = takeHistory(opened.trip.scene, frame, now);
    opened.upkeep.settle(false, now);
    return ok(taken);
  }

  /** What came last and what was made of it, newest first. */
  newestFixes(count: number): JudgedFix[] {
    const opened = this.#open();
    return opened ? newestFixes(opened.trip.scene, count) : [];
  }

  trackAfter(chunk: number | "confirmed"): TrackPart | null {
    const opened = this.#open();
    return opened ? trackAfter(opened.trip.scene, chunk) : null;
  }

  logAfter(from: number | "confirmed", limit: number): LogPart | null {
    const opened = this.#open();
    return opened ? logAfter(opened.trip.scene, from, limit) : null;
  }

  shipmentNews(shipmentId: ShipmentId): ShipmentNews | null {
    const opened = this.#open();
    return opened ? shipmentNews(opened.trip.scene, shipmentId) : null;
  }

  /** For the holder of a link. */
  view(shipmentId: ShipmentId, linkId: LinkId): CustomerView | null {
    const opened = this.#open();
    if (!opened) return null;
    const now = Date.now();
    const view = customerView(opened.trip.scene, shipmentId, now);
    if (view?.point) this.#seen(opened, { viewer: linkId, viewerRole: "customer" }, "tracking", now);
    return view;
  }

  picture(looker?: Looker): TripPicture | null {
    const opened = this.#open();
    if (!opened) return null;
    const { brief, intake, eta, log, store } = opened.trip.scene;
    if (looker && intake.newest) this.#seen(opened, looker, "live-map", Date.now());
    return { trip: brief, point: intake.newest, eta: eta?.stops ?? [], seq: log.seq, confirmed: store.ledger };
  }

  /** From an offer's object: the driver is asked, or is asked no more. */
  noteOffer(note: string): void {
    const opened = this.#open();
    if (opened) opened.trip.feed.offered(opened.trip.scene.store.offers.take(note));
  }

  /** From the tenant's desk: what has become of the driver's call for help. */
  helped(call: Sos): void {
    const opened = this.#open();
    if (!opened) return;
    const now = Date.now();
    opened.trip.helped(call, now);
    opened.upkeep.settle(true, now);
  }

  /** From the queue that checks files. */
  progressed(files: readonly DocumentProgress[]): void {
    const opened = this.#open();
    for (const file of files) opened?.trip.feed.progressed(file);
  }

  openOffers(): OpenOffer[] {
    return this.#open()?.trip.scene.store.offers.all(Date.now()) ?? [];
  }

  /** From the ledger's consumer: Postgres has all of this. */
  confirm(mark: LedgerMark): void {
    const opened = this.#open();
    if (!opened) return;
    opened.trip.scene.confirm(mark);
    opened.upkeep.settle(false, Date.now());
  }

  /** From reconciliation: Postgres has no more than this. */
  sendAgain(mark: LedgerMark): void {
    const opened = this.#open();
    if (!opened) return;
    opened.trip.scene.rewind(mark);
    opened.upkeep.settle(true, Date.now());
  }

  /**
   * From the archive, which has the track: deletes all that this object holds of a trip that is over. False while something
   * is still to be handed on; the archive asks again the next night.
   */
  async forget(): Promise<boolean> {
    const opened = this.#open();
    if (!opened) return true;
    const { scene } = opened.trip;
    if (!mayForget(scene)) {
      opened.upkeep.settle(false, Date.now());
      return false;
    }
    scene.sockets.endWhere(() => true, CLOSE.ended, "the trip is over");
    this.#awake = null;
    await this.#slots.wipe();
    return true;
  }

  #seen({ trip, upkeep }: AwakeTrip, looker: Looker, surface: LocationSurface, now: number): void {
    trip.scene.seen(looker, surface, now);
    upkeep.settle(false, now);
  }

  /** Ends a session's sockets, and the tickets of it that are on their way. */
  closeSockets({ personId, sessionId }: { personId: string; sessionId: string }): void {
    const opened = this.#open();
    if (!opened) return;
    opened.tickets.endSession(sessionId, Date.now());
    opened.trip.scene.sockets.endWhere(
      (one) => one.kind !== "customer" && one.personId === personId && one.sessionId === sessionId,
      CLOSE.accessEnded,
      "the session has ended",
    );
  }

  closeLink(linkId: LinkId): void {
    this.#open()?.trip.scene.sockets.endWhere(
      (one) => one.kind === "customer" && one.linkId === linkId,
      CLOSE.accessEnded,
      "the link was revoked",
    );
  }

  /** Somebody has begun to watch the region, which has the report with the answer. */
  async reportNow(): Promise<void> {
    await this.#open()?.upkeep.reportNow(Date.now());
  }

  /** For tests and load runs: what a position costs. */
  counters(): TripCounters {
    return countersOf(this.#open());
  }

  override async fetch(request: Request): Promise<Response> {
    const opened = this.#open();
    // Never opened, or archived and forgotten: a phone that comes back after weeks has to hear that it is over.
    if (!opened) return refuseSocket(closing(CLOSE.ended, "there is no such trip any more"));
    return letIn(opened, readLiveFacts(request), Date.now());
  }

  override async webSocketMessage(socket: WebSocket, frame: string | ArrayBuffer): Promise<void> {
    const opened = this.#open();
    const sender = opened?.trip.scene.sockets.get(socket);
    if (!opened || !sender) return;
    const now = Date.now();
    opened.trip.scene.sockets.heard(socket, now);
    if (sender.kind === "driver") await opened.driver.hear(socket, sender, frame, now);
    else opened.trip.feed.hear(socket, frame, now);
  }

  override webSocketClose(socket: WebSocket, code: number, reason: string): void {
    this.#gone(socket);
    closeQuietly(socket, code, reason);
  }

  override webSocketError(socket: WebSocket): void {
    this.#gone(socket);
  }

  override async alarm(): Promise<void> {
    const opened = this.#open();
    if (!opened) return;
    const now = Date.now();
    await this.#slots.run(now, alarmWork(opened, now));
  }

  #gone(socket: WebSocket): void {
    const opened = this.#open();
    const who = opened?.trip.scene.sockets.get(socket);
    if (!opened || !who) return;
    opened.trip.scene.sockets.forget(socket);
    const now = Date.now();
    if (who.kind === "driver") opened.driver.leave(now);
    else opened.upkeep.socketsChanged(now);
  }

  #open(): AwakeTrip | null {
    this.#awake ??= openTrip(this.ctx, this.env, async (slot, at) => this.#slots.set(slot, at, "if-sooner"));
    return this.#awake;
  }
}
