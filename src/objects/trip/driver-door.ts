import type { LiveTicket } from "../../platform/live-ticket.ts";
import { isClockSuspect } from "../../domain/clock-offset.ts";
import { isSosOpen } from "../../domain/sos-state.ts";
import { isTimedEpoch } from "../../domain/trackers/number-drafts.ts";
import type { Result } from "../../domain/result.ts";
import type { DriverDown } from "../../protocol/live/driver-down.ts";
import { CLOSE } from "../../protocol/live/close-codes.ts";
import { type DriverAction, DriverUp } from "../../protocol/live/driver-up.ts";
import type { Epoch } from "../../protocol/live/fix.ts";
import { PROTOCOL_VERSION } from "../../protocol/version.ts";
import { readFrame } from "../lib/read-frame.ts";
import type { LiveTrip } from "./live-trip.ts";
import { UNKNOWN_CLOCK } from "./position-door.ts";
import type { Attachment } from "./trip-sockets.ts";

/** Bad luck breaks a frame or two; ten come from a broken or hostile client. */
const STRIKES_MAX = 10;
/** Longer absences get the plan as it is now and the newest events. */
const REPLAY_MAX = 500;

type DriverSocket = Extract<Attachment, { kind: "driver" }>;

export interface DriverDoorDeps {
  readonly trip: LiveTrip;
  readonly verifyTicket: (ticket: string, now: number) => Promise<Result<LiveTicket, unknown>>;
  readonly spendTicket: (ticket: LiveTicket, now: number) => boolean;
  /** Afterwards: tells the region, arms the alarm for the ledger. */
  readonly settle: (isNews: boolean, now: number) => void;
}

/** What a driver's device says, frame by frame. Who it is comes from its ticket and never from a frame. */
export class DriverDoor {
  readonly #deps: DriverDoorDeps;

  constructor(deps: DriverDoorDeps) {
    this.#deps = deps;
  }

  async hear(socket: WebSocket, me: DriverSocket, frame: string | ArrayBuffer, now: number): Promise<void> {
    const message = readUp(frame);
    if (!message) return this.#strike(socket, me);
    switch (message.type) {
      case "hello":
        return this.#greet(socket, me, message, now);
      case "driver:locationUpdate":
        return this.#positions(socket, me, message, now);
      case "flush":
        this.#deps.trip.makeDurable(now);
        return this.#ack(socket, me.epoch);
      case "clock":
        return this.#say(socket, { type: "clock", t0: message.t0, t1: now });
      case "auth":
        return this.#renew(socket, message.ticket, now);
      case "device:status": {
        const { batteryPercent, hidden } = message;
        this.#deps.trip.scene.device = { batteryPercent, hidden };
        return undefined;
      }
      case "trip:statusUpdate":
      case "stop:statusUpdate":
      case "shipment:statusUpdate":
      case "driver:sos":
        return this.#action(socket, me, message, now);
    }
  }

  /** The socket is gone or going: what only it remembers has to be written. */
  leave(now: number): void {
    const { trip, settle } = this.#deps;
    trip.makeDurable(now);
    settle(true, now);
  }

  #greet(
    socket: WebSocket,
    me: DriverSocket,
    { epoch, lastSeq, clockOffsetMs }: Extract<DriverUp, { type: "hello" }>,
    now: number,
  ): void {
    const { trip, settle } = this.#deps;
    const { scene } = trip;
    if (!scene.intake.stream(epoch)) return scene.sockets.end(socket, CLOSE.tooMany, "too many devices on one trip");
    scene.intake.lead(epoch);
    const suspect = clockOffsetMs !== null && isClockSuspect(clockOffsetMs, me.clock?.offsetMs ?? null);
    const clock = clockOffsetMs === null ? me.clock : { offsetMs: clockOffsetMs, suspect };
    scene.sockets.set(socket, { ...me, epoch, clock });
    const events = scene.store.eventsAfter(lastSeq, REPLAY_MAX);
    const known = { ...scene.intake.durable(epoch), trip: scene.brief, events, cadence: scene.cadence() };
    this.#say(socket, { type: "hello", version: PROTOCOL_VERSION, now, ...known });
    const { call } = scene.store.help;
    if (call && isSosOpen(call.state)) this.#say(socket, { type: "sos:changed", call });
    settle(true, now);
  }

  #positions(
    socket: WebSocket,
    me: DriverSocket,
    frame: Extract<DriverUp, { type: "driver:locationUpdate" }>,
    now: number,
  ): void {
    const { trip, settle } = this.#deps;
    const { scene } = trip;
    // No acknowledgement: the phone keeps them and sends them again.
    if (scene.backlog === "full") return settle(false, now);
    const taken = trip.positions(frame, me.clock ?? UNKNOWN_CLOCK, now);
    if (taken.cadence) this.#say(socket, { type: "cadence", cadence: taken.cadence });
    const isDue = scene.intake.isDue(scene.brief.settings, now);
    if (isDue) scene.seal();
    else if (taken.refused > 0) scene.save();
    // A repeated frame means that its acknowledgement was lost.
    if (isDue || taken.repeated > 0 || taken.refused > 0 || taken.events.length > 0) this.#ack(socket, frame.epoch);
    scene.sockets.set(socket, { ...me, epoch: frame.epoch, memory: scene.memory() });
    settle(taken.events.length > 0, now);
  }

  #action(socket: WebSocket, me: DriverSocket, action: DriverAction, now: number): void {
    const { trip, settle } = this.#deps;
    const { scene } = trip;
    const done = trip.act(action, me.personId, me.clock ?? UNKNOWN_CLOCK, now);
    if (!done.ok) {
      const message = `${action.type} is refused: ${done.error.tag}`;
      const code = done.error.tag === "proof-missing" ? "proof-incomplete" : "conflict";
      this.#say(socket, { type: "error", code, ref: action.seq, message });
    }
    this.#ack(socket, action.epoch);
    scene.sockets.set(socket, { ...me, epoch: action.epoch, memory: scene.memory() });
    settle(true, now);
  }

  async #renew(socket: WebSocket, written: string, now: number): Promise<void> {
    const ticket = await this.#deps.verifyTicket(written, now);
    const { scene } = this.#deps.trip;
    // As it is by now: it may have closed meanwhile, or said more.
    const me = scene.sockets.get(socket);
    if (me?.kind !== "driver") return;
    const isGood =
      ticket.ok &&
      ticket.value.place === scene.brief.tripId &&
      ticket.value.personId === me.personId &&
      this.#deps.spendTicket(ticket.value, now);
    if (!isGood) return scene.sockets.end(socket, CLOSE.authExpired, "that ticket is no good");
    const { sessionId, authUntil } = ticket.value;
    scene.sockets.set(socket, { ...me, sessionId, authUntil });
    this.#say(socket, { type: "auth", authUntil });
  }

  /** Everything that is durable by now; the output gate holds it back until it is on disk. */
  #ack(socket: WebSocket, epoch: Epoch | null): void {
    if (epoch !== null) this.#say(socket, { type: "ack", ...this.#deps.trip.scene.intake.durable(epoch) });
  }

  #strike(socket: WebSocket, me: DriverSocket): void {
    const { sockets } = this.#deps.trip.scene;
    const strikes = me.strikes + 1;
    if (strikes >= STRIKES_MAX) return sockets.end(socket, CLOSE.badMessage, "too many malformed messages");
    sockets.set(socket, { ...me, strikes });
    this.#say(socket, { type: "error", code: "invalid-request", ref: null, message: "That message is malformed" });
  }

  #say(socket: WebSocket, message: DriverDown): void {
    this.#deps.trip.scene.sockets.send(socket, JSON.stringify(message));
  }
}

/** Null for what is malformed. A stream that is numbered by time is a tracker's: no device may say that it has one. */
function readUp(frame: string | ArrayBuffer): DriverUp | null {
  const read = readFrame(DriverUp, frame);
  if (!read.ok) return null;
  return "epoch" in read.value && isTimedEpoch(read.value.epoch) ? null : read.value;
}
