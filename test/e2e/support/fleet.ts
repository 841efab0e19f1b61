import { randomUUID } from "node:crypto";
import { uuidv7 } from "uuidv7";
import { inject } from "vitest";
import { Api, type Person } from "../../../dev/chaos/api.ts";
import { addDriver } from "../../../dev/driver-rows.ts";
import { withClient } from "../../../dev/migrate.ts";
import { addUser, inTenant, type TenantRows, wireId } from "../../../dev/tenant-rows.ts";
import { METRES_PER_LAT } from "../../../src/domain/geo.ts";
import { importSigningKeys } from "../../../src/platform/signing-keys.ts";
import { createTrackerToken } from "../../../src/protocol/api/tracker-tokens.ts";
import { createTrip } from "../../../src/protocol/api/trips.ts";
import { DriverId, RegionId, TenantId, UserId } from "../../../src/protocol/ids.ts";

const MPS_PER_KNOT = 1852 / 3600;
/** In the demo's first city. */
export const DEPOT = { lat: 53.56, lng: 9.99 };
const RING = [
  [9.95, 53.54],
  [10.03, 53.54],
  [10.03, 53.58],
  [9.95, 53.58],
  [9.95, 53.54],
];
const NAMES = ["Driver One", "Driver Two", "Driver Three"] as const;
const SPEED_MPS = 8;

interface Driver {
  readonly id: DriverId;
  tripId: string;
  /** What the tracking app on the phone sends as its identifier. */
  secret: string;
}

/** As the desk, unless somebody else is named. */
type Ask = (path: string, body: object, person?: Person) => Promise<unknown>;

/**
 * A tenant of the test's own with a region, three drivers, a dispatcher and a store. Its drivers' phones run an app that
 * was never made for us, and send as it does.
 */
export class Fleet {
  readonly dispatcher: string;
  readonly store: string;
  readonly regionId: RegionId;
  readonly #drivers: readonly Driver[];
  readonly #ask: Ask;

  private constructor(slug: string, ids: { regionId: RegionId; drivers: readonly string[] }, ask: Ask) {
    this.dispatcher = emailOf("dispatcher", slug);
    this.store = emailOf("store", slug);
    this.regionId = ids.regionId;
    this.#drivers = ids.drivers.map((uuid) => ({ id: DriverId.parse(wireId("drv", uuid)), tripId: "", secret: "" }));
    this.#ask = ask;
  }

  static async found(): Promise<Fleet> {
    const { ownerUrl, secrets } = inject("database");
    const [tenant, region, user] = [uuidv7(), uuidv7(), uuidv7()];
    const drivers = NAMES.map(() => uuidv7());
    const slug = `fleet-${randomUUID().slice(0, 8)}`;
    await withClient(ownerUrl, (client) =>
      inTenant(
        (text, values) => client.query(text, values),
        secrets,
        { uuid: tenant, slug, name: "Fleet" },
        async (rows) => {
          await addRegion(rows, region);
          for (const role of ["dispatcher", "store"] as const) {
            const storeCode = role === "store" ? "corner-shop" : null;
            const uuid = role === "store" ? uuidv7() : user;
            await addUser(rows, { uuid, role, status: "active", storeCode, name: role, email: emailOf(role, slug) });
          }
          for (const [number, uuid] of drivers.entries()) {
            const [name = "", phone] = [NAMES[number], phoneOf(number)];
            await addDriver(rows, { uuid, regionUuid: region, name, phone, vehicle: null });
          }
        },
      ),
    );
    const keys = await importSigningKeys(secrets.SIGNING_KEYS);
    if (!keys.ok) throw new Error(keys.error.problems.join());
    const place = { tenantId: TenantId.parse(wireId("tnt", tenant)), regionId: RegionId.parse(wireId("reg", region)) };
    const api = new Api(inject("baseUrl"), keys.value, place);
    const desk = { role: "dispatcher", id: UserId.parse(wireId("usr", user)) } as const;
    return new Fleet(slug, { ...place, drivers }, (path, body, person = desk) =>
      api.ask(person, { method: "post", path }, body),
    );
  }

  /** Begins a trip with so many stops, each half a kilometre farther north. */
  async goOnDuty(number: number, stopCount: number): Promise<void> {
    const driver = this.#driver(number);
    const stops = Array.from({ length: stopCount }, (_none, index) => ({
      place: northOf(number, (index + 1) * 500),
      window: { startsAt: Date.now(), endsAt: Date.now() + 3_600_000 },
    }));
    const { regionId } = this;
    const trip = createTrip.output.parse(await this.#ask("/trips", { regionId, driverId: driver.id, stops }));
    await this.#ask(`/trips/${trip.id}/start`, {});
    const made = await this.#ask(`/drivers/${driver.id}/tracker-tokens`, { name: "Phone" });
    driver.tripId = trip.id;
    driver.secret = createTrackerToken.output.parse(made).secret;
  }

  tripOf(number: number): string {
    return this.#driver(number).tripId;
  }

  /** The phone measures that it is so many metres north of where it began, on its way there. */
  async measure(number: number, metres: number, changed: Record<string, string | number> = {}): Promise<void> {
    const { lat, lng } = northOf(number, metres);
    const place = { id: this.#driver(number).secret, lat, lon: lng, accuracy: 5, timestamp: Date.now() };
    const query = { ...place, speed: SPEED_MPS / MPS_PER_KNOT, bearing: 0, ...changed };
    const parameters = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
    const answer = await fetch(`${inject("baseUrl")}/osmand?${parameters}`);
    if (!answer.ok) throw new Error(`The position was answered ${answer.status}`);
  }

  /** The driver presses the button of the app where the street begins, on duty or not. */
  async callForHelp(number: number, note: string): Promise<void> {
    const { id } = this.#driver(number);
    await this.#ask("/sos", { id: wireId("sos", uuidv7()), ...northOf(number, 0), note }, { role: "driver", id });
  }

  #driver(number: number): Driver {
    const driver = this.#drivers[number];
    if (!driver) throw new Error(`There is no driver ${number}`);
    return driver;
  }
}

/** Each driver has a street of its own. */
function northOf(number: number, metres: number): { lat: number; lng: number } {
  return { lat: DEPOT.lat + metres / METRES_PER_LAT, lng: DEPOT.lng + number / 200 };
}

/** Kept free for fiction by the regulator, and none of the demo's, who sign in by theirs. */
function phoneOf(number: number): string {
  return `+44770090000${number}`;
}

function emailOf(role: string, slug: string): string {
  return `${role}@${slug}.example`;
}

async function addRegion({ query, tenantUuid }: TenantRows, uuid: string): Promise<void> {
  const polygon = JSON.stringify({ type: "Polygon", coordinates: [RING] });
  await query(
    "INSERT INTO regions (tenant_id, id, name, time_zone, polygon) VALUES ($1, $2, 'Old town', 'Europe/Berlin', $3)",
    [tenantUuid, uuid, polygon],
  );
}
