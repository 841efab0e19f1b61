import { randomUUID } from "node:crypto";
import { inject } from "vitest";
import * as z from "zod";
import { withClient } from "../../../dev/migrate.ts";
import { wireId } from "../../../dev/tenant-rows.ts";
import { Api, type Person, someDispatcher } from "../../../dev/chaos/api.ts";
import { METRES_PER_LAT } from "../../../src/domain/geo.ts";
import { importSigningKeys } from "../../../src/platform/signing-keys.ts";
import type { LiveTicket } from "../../../src/protocol/api/live.ts";
import { createShipment, type TimeWindow } from "../../../src/protocol/api/shipments.ts";
import { issueTrackingLink } from "../../../src/protocol/api/tracking-links.ts";
import { createTrip, Trip } from "../../../src/protocol/api/trips.ts";
import { DriverId, RegionId, TenantId, UserId } from "../../../src/protocol/ids.ts";
import type { WireFix } from "../../../src/protocol/live/fix.ts";

/** Inside of the demo tenant's service area. */
const DEPOT = { lat: 52.09, lng: 5.1 };

const Row = z.object({ tenant: z.uuid(), region: z.uuid(), driver: z.uuid(), dispatcher: z.uuid() });

interface Parcel {
  readonly shipmentId: string;
  /** The customer's page, on this run's server. */
  readonly path: string;
}

/** So many metres north of the depot. */
export function northwards(metres: number): { lat: number; lng: number } {
  return { ...DEPOT, lat: DEPOT.lat + metres / METRES_PER_LAT };
}

/**
 * A driver's round, told to the running service through its own API. Its callers sign in with tokens made by this run's
 * signing key: codes are counted, and signing in has tests of its own.
 */
export class Round {
  readonly driverId: DriverId;
  readonly regionId: RegionId;
  readonly #api: Api;
  readonly #desk = someDispatcher();
  readonly #deskId: UserId;
  tripId = "";
  #seq = 0;

  private constructor(api: Api, ids: Pick<Round, "driverId" | "regionId"> & { deskId: UserId }) {
    this.#api = api;
    this.driverId = ids.driverId;
    this.regionId = ids.regionId;
    this.#deskId = ids.deskId;
  }

  /** Of one of Meadow's drivers, whom no other test sends out. */
  static async of(number: 2 | 3 | 4 | 5): Promise<Round> {
    const { ownerUrl, secrets } = inject("database");
    const { rows } = await withClient(ownerUrl, (client) =>
      client.query(
        `SELECT d.tenant_id AS tenant, d.home_region_id AS region, d.id AS driver,
           (SELECT u.id FROM users u WHERE u.tenant_id = d.tenant_id AND u.role = 'dispatcher' LIMIT 1) AS dispatcher
         FROM drivers d
         JOIN tenants t ON t.id = d.tenant_id WHERE t.slug = 'meadow' ORDER BY d.id OFFSET $1 LIMIT 1`,
        [number],
      ),
    );
    const { tenant, region, driver, dispatcher } = Row.parse(rows[0]);
    const keys = await importSigningKeys(secrets.SIGNING_KEYS);
    if (!keys.ok) throw new Error(keys.error.problems.join());
    const regionId = RegionId.parse(wireId("reg", region));
    const api = new Api(inject("baseUrl"), keys.value, { tenantId: TenantId.parse(wireId("tnt", tenant)), regionId });
    const deskId = UserId.parse(wireId("usr", dispatcher));
    return new Round(api, { driverId: DriverId.parse(wireId("drv", driver)), regionId, deskId });
  }

  /** For the page of the tenant's own dispatcher. The ticket is made here too: nobody has signed in who could be asked about. */
  async deskPass(): Promise<{ token: string; ticket: LiveTicket }> {
    const person = { role: "dispatcher", id: this.#deskId } as const;
    return { token: await this.#api.token(person), ticket: await this.#api.ticket(person, this.regionId) };
  }

  async parcel(): Promise<Parcel> {
    const { id } = createShipment.output.parse(
      await this.ask("/shipments", {
        regionId: this.regionId,
        reference: randomUUID(),
        address: { street: "Mill Road", city: "Meadow", details: "7" },
        recipient: { name: "Robin Recipient", phone: "+44 7400 123456" },
        place: northwards(0),
      }),
    );
    const link = issueTrackingLink.output.parse(await this.ask(`/shipments/${id}/tracking-links`, {}));
    return { shipmentId: id, path: new URL(link.url).pathname };
  }

  /** Plans a stop for each parcel, so many metres apart northwards. */
  async plan(parcels: readonly Parcel[], everyM: number, window?: z.infer<typeof TimeWindow>): Promise<Trip> {
    const stops = parcels.map(({ shipmentId }, index) => ({
      place: northwards((index + 1) * everyM),
      serviceSeconds: 60,
      window,
      shipments: [{ id: shipmentId, action: "dropoff" }],
    }));
    const { regionId, driverId } = this;
    const trip = createTrip.output.parse(await this.ask("/trips", { regionId, driverId, stops }));
    this.tripId = trip.id;
    return trip;
  }

  async start(): Promise<Trip> {
    return Trip.parse(await this.ask(`/trips/${this.tripId}/start`, {}));
  }

  /** What a driver does at a stop. */
  async step(stopId: string, step: string, why: { reason?: string } = {}): Promise<void> {
    await this.ask(`/trips/${this.tripId}/stops/${stopId}/${step}`, why);
  }

  /** The driver is there now. */
  async drive(metres: number): Promise<void> {
    this.#seq++;
    const { lat, lng } = northwards(metres);
    const fix: WireFix = [this.#seq, Date.now(), lat, lng, 5, 10, 0, 0];
    await this.ask(
      "/drivers/me/positions",
      { epoch: "round-0001", fixes: [fix] },
      { role: "driver", id: this.driverId },
    );
  }

  ask(path: string, body: object, person: Person = this.#desk): Promise<unknown> {
    return this.#api.ask(person, { method: "post", path }, body);
  }
}
