import { MemoryOutbox } from "../../src/domain/live-client/memory-outbox.ts";
import type { Trip } from "../../src/protocol/api/trips.ts";
import type { DriverId } from "../../src/protocol/ids.ts";
import type { Api } from "../chaos/api.ts";
import type { Desk } from "./desk.ts";
import type { Figures } from "./figures.ts";
import type { Course } from "./model/course.ts";
import { networkOf, signedIn } from "./phone-network.ts";
import { AppPhone } from "./phones/app-phone.ts";
import { osmAndApp } from "./phones/osmand.ts";
import { ownTracksApp } from "./phones/owntracks.ts";
import type { Phone, PhoneLine } from "./phones/phone.ts";
import { TrackerPhone } from "./phones/tracker-phone.ts";

/** Which app a driver uses. */
export type PhoneKind = "app" | "osmand" | "owntracks";

export interface PhoneMakerOptions {
  readonly kind: PhoneKind;
  readonly driverId: DriverId;
  readonly api: Api;
  readonly address: string;
  readonly desk: Desk;
  readonly figures: Figures;
  readonly tell: (line: PhoneLine) => void;
  readonly onTrouble: (cause: unknown) => void;
}

/** Makes one driver's phones: for each trip the app with an empty store, or the same tracker again. */
export class PhoneMaker {
  readonly #options: PhoneMakerOptions;
  #secret: string | null = null;

  constructor(options: PhoneMakerOptions) {
    this.#options = options;
  }

  async make({ clock }: Pick<Course, "clock">, trip: Trip): Promise<Phone> {
    const { kind, api, driverId, address, ...common } = this.#options;
    const network = networkOf(address);
    if (kind === "app") {
      const newOutbox = storesOf(trip);
      return new AppPhone({
        ...common,
        ...signedIn(api, driverId, trip.id),
        baseUrl: api.url,
        network,
        clock,
        newOutbox,
      });
    }
    const secret = (this.#secret ??= await this.#trackerSecret());
    const app = kind === "osmand" ? osmAndApp(api.url, secret) : ownTracksApp(api.url, secret);
    return new TrackerPhone({ ...common, network, app });
  }

  async #trackerSecret(): Promise<string> {
    const made = await this.#options.desk.trackerSecret();
    if (!made.ok) throw new Error(`no tracker: ${made.error.code}`);
    return made.value;
  }
}

function storesOf(trip: Trip): () => MemoryOutbox {
  let stores = 0;
  return () => new MemoryOutbox(`sim-${trip.id.slice(-8)}-${Date.now().toString(36)}-${++stores}`);
}
