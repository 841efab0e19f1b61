import type { SigningKeys } from "../../src/platform/signing-keys.ts";
import { Api } from "../chaos/api.ts";
import { addressOf } from "../chaos/socket-from.ts";
import { messageOf } from "../message-of.ts";
import type { Desk } from "./desk.ts";
import type { Trip } from "../../src/protocol/api/trips.ts";
import { Ask } from "./ask.ts";
import { demoCrew } from "./crew.ts";
import { Figures } from "./figures.ts";
import { Fleet } from "./fleet.ts";
import { phoneKinds } from "./phone-kinds.ts";
import { StartPageTrip } from "./start-page-trip.ts";

interface DemoFleetOptions {
  readonly url: string;
  readonly seed: number;
  readonly keys: SigningKeys;
  /** When somebody asked for it, in Unix milliseconds. */
  readonly askedAt: number;
}

/** The desk that looks after the start page, apart from the phones' networks. */
const DESK_ADDRESS = 60_000;

/** The demo's own drivers, one of them on the start page, one with OsmAnd and one with OwnTracks. */
export class DemoFleet {
  readonly #fleet: Fleet;
  readonly #page: StartPageTrip;
  readonly #began: number;
  readonly #troubles = new Set<string>();
  #isMoving = false;

  constructor({ url, seed, keys, askedAt }: DemoFleetOptions) {
    this.#began = askedAt;
    const crew = demoCrew();
    const [first] = crew;
    if (!first) throw new Error("the demo has no drivers");
    const figures = new Figures();
    const onTrouble = (cause: unknown): void => this.#sayOnce(messageOf(cause));
    const ask = new Ask(new Api(url, keys, first.workplace), addressOf(DESK_ADDRESS), figures);
    const person = { role: "dispatcher" as const, id: first.workplace.dispatcherId };
    this.#page = new StartPageTrip({ member: first, ask, person, onTrouble });
    const kinds = phoneKinds({ osmand: 1 / crew.length, owntracks: 1 / crew.length });
    this.#fleet = new Fleet({
      url,
      keys,
      crew,
      seed,
      figures,
      onTrouble,
      mishaps: 1,
      speed: 1,
      // The start page shows the first one's trip, round the clock.
      goesHome: (member) => member !== first,
      kindOf: ({ number }) => kinds(number),
      onLine: (member, line) => {
        if (!this.#isMoving && line.text.startsWith("position")) this.#moves(member.name);
        if (member === first) this.#page.hear(line);
      },
      onRound: (member, trip, desk) => {
        if (member !== first) return;
        this.#follow(trip, desk).catch(onTrouble);
      },
    });
  }

  async work(signal: AbortSignal): Promise<void> {
    await Promise.all([this.#fleet.work(signal), this.#page.tell(signal)]);
  }

  async #follow(trip: Trip, desk: Desk): Promise<void> {
    const link = await this.#page.follow(trip, desk);
    if (link) console.log(`  A customer's page: ${link}`);
  }

  #moves(name: string): void {
    this.#isMoving = true;
    const seconds = ((Date.now() - this.#began) / 1_000).toFixed(1);
    console.log(`  ${name} moves, ${seconds} s after the command. SIM=0 leaves simulated drivers out.`);
  }

  /** A Worker that restarts is met by every driver: once is enough to know. */
  #sayOnce(trouble: string): void {
    if (this.#troubles.has(trouble)) return;
    this.#troubles.add(trouble);
    console.error(`  Simulated drivers: ${trouble}`);
  }
}
