import type { DriverAction } from "../../src/protocol/live/driver-up.ts";
import type { WireFix } from "../../src/protocol/live/fix.ts";
import type { TripStop } from "../../src/protocol/live/trip-brief.ts";
import type { Happening, Tick } from "./model/round.ts";
import type { RecordedFrame } from "./recording.ts";

const MEASURED_EACH_MS = 5_000;
/** What waits for the network goes in frames of so many. */
const FRAME_FIXES = 50;
/** A lost acknowledgement makes a phone send a frame again: this often here. */
const SENT_TWICE_EACH = 25;

/** A phone that writes down what it sends, and when that arrives. */
export class Recorder {
  readonly frames: RecordedFrame[] = [];
  readonly #stops: readonly TripStop[];
  #epoch = 1;
  #fixSeq = 0;
  #actionSeq = 0;
  #measuredAt = 0;
  #fixes: WireFix[] = [];
  #actions: DriverAction[] = [];

  constructor(stops: readonly TripStop[]) {
    this.#stops = stops;
  }

  take({ at, fix, phone, happened }: Tick): void {
    // Set up anew: what it had kept is gone, and its numbers begin at one.
    if (phone.event === "renewed") this.#renew();
    if (fix && at - this.#measuredAt >= MEASURED_EACH_MS) {
      this.#measuredAt = at;
      const { lat, lng, accuracyM, speedMps, headingDeg, flags } = fix;
      this.#fixes.push([(this.#fixSeq += 1), fix.at, lat, lng, accuracyM, speedMps, headingDeg, flags]);
    }
    if (phone.power === "on") for (const happening of happened) this.#act(happening, at);
    if (phone.power === "on" && phone.network) this.#send(at);
  }

  /** Back where there is a network: what is left goes out. */
  comeHome(at: number): void {
    this.#send(at);
  }

  #act(happening: Happening, at: number): void {
    // That a driver has arrived is concluded from the positions.
    if (happening.kind === "arrives") return;
    const numbered = { epoch: this.#name, seq: (this.#actionSeq += 1), at };
    if (happening.kind === "home") {
      this.#actions.push({ type: "trip:statusUpdate", ...numbered, event: "complete" });
      return;
    }
    const stop = this.#stops[happening.stop];
    if (!stop) throw new Error(`the round has no stop ${happening.stop}`);
    const event = { "heads-for": "head-for", finishes: "finish", fails: "fail" } as const;
    const said = { event: event[happening.kind], reason: happening.kind === "fails" ? "nobody-home" : null };
    this.#actions.push({ type: "stop:statusUpdate", ...numbered, stopId: stop.stopId, ...said });
  }

  /** Actions overtake positions, as they do in the app. */
  #send(at: number): void {
    for (const action of this.#actions.splice(0)) this.frames.push({ at, action });
    while (this.#fixes.length > 0) {
      const frame = { at, epoch: this.#name, fixes: this.#fixes.splice(0, FRAME_FIXES) };
      this.frames.push(frame);
      if (this.frames.length % SENT_TWICE_EACH === 0) this.frames.push(frame);
    }
  }

  #renew(): void {
    this.#epoch += 1;
    [this.#fixSeq, this.#actionSeq] = [0, 0];
    [this.#fixes, this.#actions] = [[], []];
  }

  get #name(): string {
    return `epoch-${String(this.#epoch).padStart(4, "0")}`;
  }
}
