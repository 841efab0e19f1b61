import type { DriverDown, OfferEnded, OfferMade } from "../../protocol/live/driver-down.ts";
import type { DocumentProgress } from "../../protocol/live/document-progress.ts";
import { CLOSE } from "../../protocol/live/close-codes.ts";
import type { ShipmentId } from "../../protocol/ids.ts";
import type { CustomerView, TrackDown } from "../../protocol/live/track-down.ts";
import type { TripDown } from "../../protocol/live/trip-down.ts";
import type { TripEvent } from "../../protocol/live/trip-event.ts";
import { TrackUp } from "../../protocol/live/track-up.ts";
import { PROTOCOL_VERSION } from "../../protocol/version.ts";
import { readFrame } from "../lib/read-frame.ts";
import { customerView } from "./customer-view.ts";
import type { TripScene } from "./trip-scene.ts";
import type { Attachment } from "./trip-sockets.ts";

type Holder = Extract<Attachment, { kind: "customer" }>;

/** What holders of a link to one shipment are shown now, and the same as it goes over the wire. */
interface Showing {
  readonly view: CustomerView | null;
  readonly text: string;
}

/** Who asks for the picture again and again hears it once a second: whatever changes is told anyway. */
const SHOWN_AGAIN_AFTER_MS = 1_000;

/** Turns what changed into what each audience is told. The customer's part is built from an allow-list, never by leaving out. */
export class TripFeed {
  readonly #scene: TripScene;
  /** The last view that went to the holders of each shipment's links, without its time. */
  readonly #shown = new Map<string, string>();

  /** When a frame of a watcher was listened to last: others that come within the second are not even read. */
  readonly #listenedAt = new WeakMap<WebSocket, number>();

  constructor(scene: TripScene) {
    this.#scene = scene;
  }

  /** Positions are volatile: said at once, before anything is written. */
  moved(now: number): void {
    const { point } = this.#scene.intake;
    if (point) {
      this.#toStaff({ type: "position", point });
      for (const [, { personId, role }] of this.#scene.sockets.all("staff"))
        this.#scene.seen({ viewer: personId, viewerRole: role }, "live-map", now);
    }
    this.#toCustomers(now);
  }

  /** What happened is said after it is durable: the output gate holds these frames until then. */
  happened(events: readonly TripEvent[], now: number): void {
    for (const event of events) {
      // Written down, and old news to whoever watches now.
      if (event.body.kind === "fence" && event.body.late) continue;
      this.#toDrivers(
        event.body.kind === "plan"
          ? { type: "assignment:new", seq: event.seq, trip: this.#scene.brief }
          : { type: "event", event },
      );
      this.#toStaff({ type: "event", event });
    }
    if (events.length === 0) return;
    const cadence = this.#scene.newCadence();
    if (cadence) this.#toDrivers({ type: "cadence", cadence });
    this.#toCustomers(now);
  }

  etaChanged(now: number): void {
    const { eta } = this.#scene;
    if (!eta) return;
    for (const { stopId, etaAt } of eta.stops.slice(0, 1))
      this.#toDrivers({ type: "delivery:etaUpdate", stopId, etaAt });
    this.#toStaff({
      type: "eta",
      stops: eta.stops.map(({ stopId, etaAt, p90At, late }) => ({ stopId, etaAt, p90At, late })),
    });
    this.#toCustomers(now);
  }

  /** Kept already: a phone that does not hear this finds it when it asks. */
  offered(note: OfferMade | OfferEnded): void {
    this.#toDrivers(note);
  }

  /** The driver's call for help as it is known, if there is one. */
  helped(): void {
    const { call } = this.#scene.store.help;
    if (call) this.#toDrivers({ type: "sos:changed", call });
  }

  /** Of a file that was sent for this trip, or by its driver. */
  progressed(progress: DocumentProgress): void {
    this.#toDrivers(progress);
    this.#toStaff(progress);
  }

  /** From a customer or somebody of the staff, who may ask for the picture. Anything else says nothing to us. */
  hear(socket: WebSocket, frame: string | ArrayBuffer, now: number): void {
    if (now - (this.#listenedAt.get(socket) ?? 0) < SHOWN_AGAIN_AFTER_MS) return;
    this.#listenedAt.set(socket, now);
    if (!readFrame(TrackUp, frame).ok) return;
    if (this.#scene.sockets.get(socket)?.kind === "staff") this.greetStaff(socket, now);
    else this.greetCustomer(socket, now);
  }

  /** The first word to somebody of the staff. */
  greetStaff(socket: WebSocket, now: number): void {
    const { brief, intake, log, sockets } = this.#scene;
    const known = { trip: brief, seq: log.seq, point: intake.point };
    const frame: TripDown = { type: "hello", version: PROTOCOL_VERSION, now, ...known };
    sockets.send(socket, JSON.stringify(frame));
    const attachment = sockets.get(socket);
    if (intake.point && attachment?.kind === "staff")
      this.#scene.seen({ viewer: attachment.personId, viewerRole: attachment.role }, "live-map", now);
  }

  /** The first word to a socket that has just come in. What is new to everybody else goes to them too: all see the same. */
  greetCustomer(newcomer: WebSocket, now: number): void {
    const attachment = this.#scene.sockets.get(newcomer);
    if (attachment?.kind !== "customer") return;
    const showing = this.#showing(attachment.shipmentId, now);
    const isNews = this.#note(attachment.shipmentId, showing);
    for (const [socket, holder] of this.#scene.sockets.all("customer")) {
      const isMeant = socket === newcomer || (isNews && holder.shipmentId === attachment.shipmentId);
      if (isMeant) this.#tell(socket, holder, showing, now);
    }
  }

  #toCustomers(now: number): void {
    const news = new Map<ShipmentId, Showing | null>();
    for (const [socket, holder] of this.#scene.sockets.all("customer")) {
      const { shipmentId } = holder;
      let showing = news.get(shipmentId);
      if (showing === undefined) {
        const current = this.#showing(shipmentId, now);
        showing = this.#note(shipmentId, current) ? current : null;
        news.set(shipmentId, showing);
      }
      if (showing) this.#tell(socket, holder, showing, now);
    }
  }

  #showing(shipmentId: ShipmentId, now: number): Showing {
    const view = customerView(this.#scene, shipmentId, now);
    return { view, text: JSON.stringify(view) };
  }

  /** Whether it is something else than was shown last. */
  #note(shipmentId: ShipmentId, { text }: Showing): boolean {
    if (text === this.#shown.get(shipmentId)) return false;
    this.#shown.set(shipmentId, text);
    return true;
  }

  #tell(socket: WebSocket, { linkId }: Holder, { view, text }: Showing, now: number): void {
    const { sockets } = this.#scene;
    if (!view) return sockets.end(socket, CLOSE.ended, "not on this trip any more");
    // The view is by far the most of the frame, and is text already.
    const head: Omit<TrackDown, "view"> = { type: "view", version: PROTOCOL_VERSION, now };
    sockets.send(socket, `${JSON.stringify(head).slice(0, -1)},"view":${text}}`);
    if (view.point) this.#scene.seen({ viewer: linkId, viewerRole: "customer" }, "tracking", now);
    if (view.state === "ended") sockets.end(socket, CLOSE.ended, "the journey is over");
  }

  #toDrivers(message: DriverDown): void {
    this.#send("driver", message);
  }

  #toStaff(message: TripDown): void {
    this.#send("staff", message);
  }

  #send(audience: "driver" | "staff", message: DriverDown | TripDown): void {
    const { sockets } = this.#scene;
    const listening = sockets.all(audience);
    if (listening.length === 0) return;
    const frame = JSON.stringify(message);
    for (const [socket] of listening) sockets.send(socket, frame);
  }
}
