import { signal } from "@preact/signals";
import type { LatLng } from "../../domain/geo.ts";
import { ok } from "../../domain/result.ts";
import type { Driver } from "../../protocol/api/people.ts";
import type { Trip } from "../../protocol/api/trips.ts";
import type { LiveDriver } from "../../protocol/live/dispatch-down.ts";
import type { Asked } from "../shared/questions.ts";
import type { Trouble } from "../shared/trouble.ts";
import { ask, type DispatchApi } from "./dispatch-asking.ts";
import type { ShownFix } from "./link-health.ts";

/** As often as a watched trip reports. */
const AGAIN_MS = 15_000;
/** A long day has three pages of a thousand fixes. */
const TRAIL_PAGES_MAX = 6;

/** All that is asked about one driver while somebody looks. */
export function createTripDetail({ tripId, driverId }: Pick<LiveDriver, "tripId" | "driverId">) {
  const driver = signal<Driver | null>(null);
  const trip = signal<Trip | null>(null);
  const fixes = signal<readonly ShownFix[] | null>(null);
  const trail = signal<readonly LatLng[]>([]);
  const unproved = signal<readonly string[]>([]);
  const trouble = signal<Trouble | null>(null);

  async function load(): Promise<void> {
    const [aboutTrip, newest, way, awaited] = await Promise.all([
      ask((api) => api.trip(tripId)),
      ask((api) => api.newestFixes(driverId)),
      ask((api) => wholeTrail(api, tripId)),
      ask((api) => api.unproved(tripId)),
    ]);
    const refused = [aboutTrip, newest, way, awaited].find((answer) => !answer.ok);
    trouble.value = refused && !refused.ok ? refused.error : null;
    if (aboutTrip.ok) trip.value = aboutTrip.value;
    if (newest.ok) fixes.value = newest.value.items;
    if (awaited.ok) unproved.value = awaited.value.items.map(({ reference }) => reference);
    if (way.ok) trail.value = way.value;
  }

  async function loadDriver(): Promise<void> {
    const answer = await ask((api) => api.driver(driverId));
    // A driver from elsewhere may not be read; the first name that the region tells has to do then.
    if (answer.ok) driver.value = answer.value;
  }

  return {
    driver,
    trip,
    fixes,
    trail,
    unproved,
    trouble,
    load,
    open: (): (() => void) => {
      void loadDriver();
      void load();
      const timer = setInterval(() => void load(), AGAIN_MS);
      return () => clearInterval(timer);
    },
  };
}

export type TripDetail = ReturnType<typeof createTripDetail>;

async function wholeTrail(api: DispatchApi, tripId: string): Asked<LatLng[]> {
  const way: LatLng[] = [];
  let after: string | undefined;
  for (let page = 0; page < TRAIL_PAGES_MAX; page++) {
    const answer = await api.trailPage(tripId, after);
    if (!answer.ok) return answer;
    way.push(...answer.value.items.map(({ lat, lng }) => ({ lat, lng })));
    after = answer.value.next;
    if (after === undefined) break;
  }
  return ok(way);
}
