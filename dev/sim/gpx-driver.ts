import { readFileSync } from "node:fs";
import type { SigningKeys } from "../../src/platform/signing-keys.ts";
import type { FixDraft } from "../../src/domain/live-client/outbox.ts";
import type { LatLng } from "../../src/domain/geo.ts";
import { readGpx } from "../../src/domain/trackers/gpx.ts";
import { Api } from "../chaos/api.ts";
import { addressOf } from "../chaos/socket-from.ts";
import { Ask } from "./ask.ts";
import type { CrewMember } from "./crew.ts";
import { Desk } from "./desk.ts";
import type { Figures } from "./figures.ts";
import { PhoneMaker } from "./make-phone.ts";
import { Replay } from "./model/replay.ts";
import { Outing } from "./outing.ts";
import { pause } from "./pause.ts";

export interface GpxDriverOptions {
  readonly url: string;
  readonly keys: SigningKeys;
  readonly member: CrewMember;
  readonly file: string;
  readonly figures: Figures;
  readonly onTrouble: (cause: unknown) => void;
}

/** Apart from the fleet's own addresses. */
const ADDRESS = 60_001;
const BEAT_MS = 200;

/** One driver who does what somebody recorded, beginning now. */
export class GpxDriver {
  readonly #options: GpxDriverOptions;

  constructor(options: GpxDriverOptions) {
    this.#options = options;
  }

  async work(signal: AbortSignal): Promise<void> {
    const { url, keys, member, file, figures, onTrouble } = this.#options;
    const recorded = recordingIn(file);
    const api = new Api(url, keys, member.workplace);
    const address = addressOf(ADDRESS);
    const ask = new Ask(api, address, figures);
    const desk = new Desk(ask, { role: "dispatcher", id: member.workplace.dispatcherId }, member);
    const left = await desk.leftTrip();
    const trip = left.ok && left.value ? left : await desk.openDuty(endOf(recorded));
    if (!trip.ok || !trip.value) throw new Error("no trip for the recording");
    const { driverId } = member;
    const tell = (): void => {};
    const phones = new PhoneMaker({ kind: "app", driverId, api, address, desk, figures, tell, onTrouble });
    const replay = new Replay(recorded, Date.now());
    const phone = await phones.make(replay, trip.value);
    await phone.start();
    const stopIds = trip.value.stops.map(({ stopId }) => stopId);
    const common = { trip: trip.value, desk, phone, stopIds, speed: 1, onTrouble };
    const outing = new Outing({ ...common, round: replay }, Date.now());
    figures.onRoad = 1;
    while (!outing.isOver && !signal.aborted) {
      outing.beat(Date.now());
      figures.away = Number(outing.isOutOfReach);
      await pause(BEAT_MS, signal);
    }
    figures.onRoad = 0;
    if (!signal.aborted) {
      await outing.finish();
      figures.trips++;
    }
    outing.stop();
  }
}

function recordingIn(file: string): readonly FixDraft[] {
  const read = readGpx(readFileSync(file, "utf8"));
  if (!read.ok) throw new Error(`${file} cannot be replayed: ${read.error.tag}`);
  return read.value.drafts;
}

/** Where it is bound: a driver without a destination is asked for one position a minute. */
function endOf(recorded: readonly FixDraft[]): LatLng {
  const last = recorded.at(-1);
  if (!last) throw new Error("the recording is empty");
  return { lat: last.lat, lng: last.lng };
}
