// `npm run record-round [-- --seed n]`: a simulated round as its trip's object hears it, written to test/recordings. What
// the object makes of it is a file beside it, which the test of recorded rounds compares and, with -u, writes anew.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { fromLocal, localFrame } from "../src/domain/geo.ts";
import { typeIdFromBytes } from "../src/domain/typeid.ts";
import { DriverId, GeofenceId, RegionId, ShipmentId, StopId, TripId } from "../src/protocol/ids.ts";
import type { GeofenceShape } from "../src/protocol/geofence.ts";
import type { LiveFence } from "../src/protocol/live/live-fence.ts";
import { DEFAULT_TRIP_SETTINGS, type TripStop } from "../src/protocol/live/trip-brief.ts";
import { Dice } from "./chaos/dice.ts";
import { PhoneClock } from "./chaos/phone-clock.ts";
import { DEMO_TENANTS } from "./demo-tenants.ts";
import { ROOT } from "./paths.ts";
import { type PlannedStop, placeOf, planStops } from "./sim/model/plan-stops.ts";
import { Round } from "./sim/model/round.ts";
import { spotAtNode, spotOf } from "./sim/model/way.ts";
import { Recorder } from "./sim/recorder.ts";
import { writeRecording } from "./sim/recording.ts";
import { Towns } from "./sim/town.ts";

/** A year so far off that no timer of the runtime goes off while the test sets its clock to it. */
const STARTS_AT = Date.UTC(2100, 5, 16, 8, 0, 0);
const STOPS = 4;
const TOP_MPS = 33;
/** Phones fail so much more often than they do, so that half an hour sees all of it. */
const MISHAPS = 20;
/** Nobody's round is longer. */
const TICKS_MAX = 4 * 60 * 60;
const FENCE_M = 80;

const { values } = parseArgs({ options: { seed: { type: "string", default: "16" } } });
const seed = Number(values.seed);
const dice = new Dice(seed);
const [tenant] = DEMO_TENANTS.filter(({ slug }) => slug === "meadow");
if (!tenant) throw new Error("the demo has no small city");
const { city, roads } = new Towns().of(tenant);
const home = spotAtNode(roads.graph, city.depots[0]?.node ?? 0);
const doors = planStops(city, dice, home).slice(0, STOPS);
const stops = doors.map(stopAt);
const round = new Round({
  roads,
  seed,
  startAt: STARTS_AT,
  topMps: TOP_MPS,
  from: home,
  stops: doors.map(({ address, serviceSeconds }) => ({ spot: spotOf(roads.graph, address), serviceSeconds })),
  home,
  mishaps: MISHAPS,
  clock: new PhoneClock({ startedAt: STARTS_AT }),
});
const recorder = new Recorder(stops);
for (let tick = 0; !round.isHome && tick < TICKS_MAX; tick++) recorder.take(round.tick());
recorder.comeHome(round.nextAt);
const text = writeRecording({
  head: {
    trip: {
      tripId: TripId.parse(idOf("trip")),
      regionId: RegionId.parse(idOf("reg")),
      driverId: DriverId.parse(idOf("drv")),
      driverFirstName: "Ada",
      vehicleKind: "van",
      status: "active",
      startedAt: STARTS_AT,
      finishedAt: null,
      sos: false,
      stops,
      settings: DEFAULT_TRIP_SETTINGS,
    },
    fences: { version: 1, fences: fencesAround(stops) },
  },
  frames: recorder.frames,
});
const folder = join(ROOT, "test", "recordings");
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, "round.ndjson"), text);
console.log(`${recorder.frames.length} frames, ${text.length} bytes`);
console.log("Now: npm test -- --project worker recorded-round -u");

function idOf(prefix: string): string {
  return typeIdFromBytes(
    prefix,
    Uint8Array.from({ length: 16 }, () => dice.below(256)),
  );
}

function stopAt({ address, serviceSeconds }: PlannedStop): TripStop {
  return {
    stopId: StopId.parse(idOf("stp")),
    ...placeOf(address),
    status: "pending",
    serviceSeconds,
    windowStartsAt: null,
    windowEndsAt: null,
    shipments: [
      { shipmentId: ShipmentId.parse(idOf("shp")), kind: "delivery", action: "dropoff", status: "out_for_delivery" },
    ],
  };
}

/** One around the first door, and one whose rim the vehicle stands on at the second: its fixes go in and out. */
function fencesAround([first, second]: readonly TripStop[]): LiveFence[] {
  if (!first || !second) throw new Error("the round is too short");
  const rim = fromLocal(localFrame(second), { x: FENCE_M, y: 0 });
  const fence = (at: { lat: number; lng: number }): LiveFence => ({
    fenceId: GeofenceId.parse(idOf("geo")),
    shape: { kind: "circle", lat: at.lat, lng: at.lng, radiusM: FENCE_M } satisfies GeofenceShape,
    rules: { onEnter: true, onLeave: true, dwellMinutes: 1 },
  });
  return [fence(first), fence(rim)];
}
