import { randomInt, randomUUID } from "node:crypto";
import { inject } from "vitest";
import { withClient } from "../../../dev/migrate.ts";
import { addUser, inTenant, type TenantRows, wireId } from "../../../dev/tenant-rows.ts";
import { issueAccessToken } from "../../../src/platform/access-token.ts";
import { importSigningKeys } from "../../../src/platform/signing-keys.ts";
import { API_BASE } from "../../../src/protocol/api/endpoint.ts";
import { createTrackerToken } from "../../../src/protocol/api/tracker-tokens.ts";
import { createTrip } from "../../../src/protocol/api/trips.ts";

const METRES_PER_DEGREE = 111_195;
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
  readonly id: string;
  tripId: string;
  /** What the tracking app on the phone sends as its identifier. */
  secret: string;
}

/**
 * A tenant of the test's own with a region, three drivers, a dispatcher and a store. Its drivers' phones run an app that
 * was never made for us, and send as it does.
 */
export class Fleet {
  readonly dispatcher: string;
  readonly store: string;
  readonly regionId: string;
  readonly #drivers: readonly Driver[];
  readonly #token: string;

  private constructor(slug: string, ids: { region: string; drivers: readonly string[] }, token: string) {
    this.dispatcher = emailOf("dispatcher", slug);
    this.store = emailOf("store", slug);
    this.regionId = wireId("reg", ids.region);
    this.#drivers = ids.drivers.map((uuid) => ({ id: wireId("drv", uuid), tripId: "", secret: "" }));
    this.#token = token;
  }

  static async found(): Promise<Fleet> {
    const { ownerUrl, secrets } = inject("database");
    const [tenant, region, user] = [timedUuid(), timedUuid(), timedUuid()];
    const drivers = NAMES.map(timedUuid);
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
            const uuid = role === "store" ? timedUuid() : user;
            await addUser(rows, { uuid, role, status: "active", storeCode, name: role, email: emailOf(role, slug) });
          }
          for (const [number, uuid] of drivers.entries()) await addDriver(rows, { uuid, region, number });
        },
      ),
    );
    const keys = await importSigningKeys(secrets.SIGNING_KEYS);
    if (!keys.ok) throw new Error(keys.error.problems.join());
    const profile = { role: "dispatcher", storeCode: null, regionIds: null } as const;
    const subject = { tenantId: wireId("tnt", tenant), personId: wireId("usr", user), sessionId: "fleet", profile };
    return new Fleet(slug, { region, drivers }, await issueAccessToken(keys.value, subject, Date.now()));
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

  #driver(number: number): Driver {
    const driver = this.#drivers[number];
    if (!driver) throw new Error(`There is no driver ${number}`);
    return driver;
  }

  async #ask(path: string, body: object): Promise<unknown> {
    const answer = await fetch(`${inject("baseUrl")}${API_BASE}${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${this.#token}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path} was answered ${answer.status}: ${await answer.text()}`);
    return answer.json();
  }
}

/** Each driver has a street of its own. */
function northOf(number: number, metres: number): { lat: number; lng: number } {
  return { lat: DEPOT.lat + metres / METRES_PER_DEGREE, lng: DEPOT.lng + number / 200 };
}

function emailOf(role: string, slug: string): string {
  return `${role}@${slug}.example`;
}

/** Version 7, as our ids are. */
function timedUuid(): string {
  const time = Date.now().toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}

async function addRegion({ query, tenantUuid }: TenantRows, uuid: string): Promise<void> {
  const polygon = JSON.stringify({ type: "Polygon", coordinates: [RING] });
  await query(
    "INSERT INTO regions (tenant_id, id, name, time_zone, polygon) VALUES ($1, $2, 'Old town', 'Europe/Berlin', $3)",
    [tenantUuid, uuid, polygon],
  );
}

async function addDriver(
  { query, tenantUuid, sealed, index }: TenantRows,
  { uuid, region, number }: { uuid: string; region: string; number: number },
): Promise<void> {
  const row = wireId("drv", uuid);
  // Kept free for fiction by the regulator.
  const phone = `+1202555${String(randomInt(10_000)).padStart(4, "0")}`;
  await query(
    `INSERT INTO drivers (tenant_id, id, home_region_id, status, name_sealed, phone_sealed, phone_index)
     VALUES ($1, $2, $3, 'active', $4, $5, $6)`,
    [
      tenantUuid,
      uuid,
      region,
      await sealed("drivers", "name_sealed", row, NAMES[number] ?? ""),
      await sealed("drivers", "phone_sealed", row, phone),
      await index("drivers.phone", phone),
    ],
  );
}
