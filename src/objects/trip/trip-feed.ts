import type { DriverDown } from "../../protocol/live/driver-down.ts";
import { CLOSE } from "../../protocol/live/close-codes.ts";
import type { TrackDown } from "../../protocol/live/track-down.ts";
import type { TripDown } from "../../protocol/live/trip-down.ts";
import type { TripEvent } from "../../protocol/live/trip-event.ts";
import { PROTOCOL_VERSION } from "../../protocol/version.ts";
import { customerView } from "./customer-view.ts";
import type { TripScene } from "./trip-scene.ts";

/** Turns what changed into what each audience is told. The customer's part is built from an allow-list, never by leaving out. */
export class TripFeed {
  readonly #scene: TripScene;
  /** The last view that went to the holders of each shipment's links, without its time. */
  readonly #shown = new Map<string, string>();

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

  /** Also the first word to a socket that has just come in. */
  showCustomer(socket: WebSocket, now: number): void {
    const attachment = this.#scene.sockets.get(socket);
    if (attachment?.kind !== "customer") return;
    const view = customerView(this.#scene, attachment.shipmentId, now);
    if (!view) return this.#scene.sockets.end(socket, CLOSE.ended, "not on this trip any more");
    const frame: TrackDown = { type: "view", version: PROTOCOL_VERSION, now, view };
    this.#scene.sockets.send(socket, JSON.stringify(frame));
    if (view.point) this.#scene.seen({ viewer: attachment.linkId, viewerRole: "customer" }, "tracking", now);
    if (view.state === "ended") this.#scene.sockets.end(socket, CLOSE.ended, "the journey is over");
  }

  #toCustomers(now: number): void {
    const watching = this.#scene.sockets.all("customer");
    if (watching.length === 0) return;
    const changed = new Set<string>();
    for (const shipmentId of new Set(watching.map(([, one]) => one.shipmentId))) {
      const shown = JSON.stringify(customerView(this.#scene, shipmentId, now));
      if (shown !== this.#shown.get(shipmentId)) changed.add(shipmentId);
      this.#shown.set(shipmentId, shown);
    }
    for (const [socket, { shipmentId }] of watching) if (changed.has(shipmentId)) this.showCustomer(socket, now);
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
