import type { SigningKeys } from "../../src/platform/signing-keys.ts";
import { DEMO_TENANTS, type DemoTenant } from "../demo-tenants.ts";
import { messageOf } from "../message-of.ts";
import { devSigningKeys } from "../sim/crew.ts";
import { pause } from "../sim/pause.ts";
import { type DayPlace, dayPlace } from "./day-place.ts";
import { planDay, UNDER_WAY } from "./plan-day.ts";
import { RoundUnderWay } from "./round-under-way.ts";
import { sendPhotos } from "./send-photos.ts";

interface LiveDayOptions {
  readonly url: string;
  readonly keys: SigningKeys;
  readonly tenants: readonly DemoTenant[];
}

/** Whoever waits is as often asked where they are. */
const TELL_EVERY_MS = 30_000;

/**
 * What rows cannot hold of the seeded day, done through the product's own API when it has started: rounds under way, whose
 * truth is in their objects, and photos, whose bytes only the Worker writes.
 */
export class LiveDay {
  readonly #places: readonly DayPlace[];
  readonly #rounds: readonly RoundUnderWay[];

  constructor({ tenants, ...worker }: LiveDayOptions) {
    this.#places = tenants.map((tenant) => dayPlace(tenant, worker));
    this.#rounds = this.#places.flatMap((place) => UNDER_WAY.map((row) => new RoundUnderWay(place, row)));
  }

  /** How many were begun just now: none where an earlier start has done it. */
  async beginRounds(): Promise<number> {
    let begun = 0;
    for (const round of this.#rounds) if (await round.begin()) begun += 1;
    return begun;
  }

  /** How many were sent just now. */
  async sendPhotos(isWanted: (driver: number) => boolean = () => true): Promise<number> {
    const mornings = this.#places.flatMap((place) =>
      // Only who delivered what: times are read from the proofs.
      planDay(place.tenant, 0).rounds.flatMap((round) => (isWanted(round.driver) ? [{ place, round }] : [])),
    );
    let sent = 0;
    // One phone at a time: the simulated drivers begin at the same moment, and are what people look at.
    for (const { place, round } of mornings) sent += await sendPhotos(place, round);
    return sent;
  }

  async keepInTouch(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await pause(TELL_EVERY_MS, signal);
      if (!signal.aborted) for (const round of this.#rounds) await round.tell(Date.now());
    }
  }
}

/** Beside a running `npm run dev`; answers how to end it. */
export function startLiveDay(url: string): () => void {
  const ending = new AbortController();
  liven(url, ending.signal).catch((cause: unknown) => {
    if (!ending.signal.aborted) console.error(`  The demo's day: ${messageOf(cause)}`);
  });
  return () => ending.abort();
}

async function liven(url: string, signal: AbortSignal): Promise<void> {
  const day = new LiveDay({ url, keys: await devSigningKeys(), tenants: DEMO_TENANTS });
  const begin = async (): Promise<void> => {
    const [rounds, photos] = [await day.beginRounds(), await day.sendPhotos()];
    if (rounds + photos > 0) console.log(`  The demo's day goes on: ${rounds} rounds begun, ${photos} photos sent.`);
  };
  await Promise.all([begin(), day.keepInTouch(signal)]);
}
