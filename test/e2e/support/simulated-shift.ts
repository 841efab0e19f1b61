import { uuidv7 } from "uuidv7";
import { inject } from "vitest";
import { Api, someDispatcher } from "../../../dev/chaos/api.ts";
import type { CrewMember } from "../../../dev/sim/crew.ts";
import { Ask } from "../../../dev/sim/ask.ts";
import { Desk } from "../../../dev/sim/desk.ts";
import { Figures } from "../../../dev/sim/figures.ts";
import { DEMO_TENANTS } from "../../../dev/demo-tenants.ts";
import { addDriver } from "../../../dev/driver-rows.ts";
import { withClient } from "../../../dev/migrate.ts";
import { inTenant, wireId } from "../../../dev/tenant-rows.ts";
import { importSigningKeys } from "../../../src/platform/signing-keys.ts";
import { planTrip, type Trip } from "../../../src/protocol/api/trips.ts";
import { DriverId, RegionId, TenantId, UserId } from "../../../src/protocol/ids.ts";

const FAR_OFF = { lat: 53, lng: 6 };

/** A driver whose trip began some minutes ago, although the test has not: simulated time is cheap. */
export interface Shift {
  readonly member: CrewMember;
  readonly trip: Trip;
  readonly api: Api;
  readonly desk: Desk;
  readonly figures: Figures;
}

export interface Shifts {
  readonly tenantUuid: string;
  readonly all: readonly Shift[];
}

/** A tenant of the test's own with so many drivers on duty since then. */
export async function openShifts(count: number, startedAt: number): Promise<Shifts> {
  const { ownerUrl, secrets } = inject("database");
  const [tenant] = DEMO_TENANTS;
  const keys = await importSigningKeys(secrets.SIGNING_KEYS);
  if (!tenant || !keys.ok) throw new Error("no demo tenant, or no keys");
  const [tenantUuid, regionUuid] = [uuidv7(), uuidv7()];
  const workplace = {
    tenant,
    tenantId: TenantId.parse(wireId("tnt", tenantUuid)),
    regionId: RegionId.parse(wireId("reg", regionUuid)),
    dispatcherId: UserId.parse(wireId("usr", uuidv7())),
  };
  const driverUuids = Array.from({ length: count }, () => uuidv7());
  await withClient(ownerUrl, (client) =>
    inTenant(
      (text, values) => client.query(text, values),
      secrets,
      { uuid: tenantUuid, slug: `sim-${tenantUuid}`, name: "Simulated" },
      async (rows) => {
        await rows.query(
          `INSERT INTO regions (tenant_id, id, name, time_zone, polygon)
           VALUES ($1, $2, 'Simulated', 'UTC', '{"type":"Polygon","coordinates":[]}')`,
          [tenantUuid, regionUuid],
        );
        for (const uuid of driverUuids) {
          await addDriver(rows, { uuid, regionUuid, name: "Driver", phone: uuid, vehicle: null });
          await rows.query(
            "INSERT INTO trips (tenant_id, id, region_id, driver_id, started_at) VALUES ($1, $2, $3, $4, $5)",
            [tenantUuid, uuidv7(), regionUuid, uuid, new Date(startedAt)],
          );
        }
      },
    ),
  );
  const figures = new Figures();
  const api = new Api(inject("baseUrl"), keys.value, workplace);
  const all = await Promise.all(
    driverUuids.map(async (uuid, number): Promise<Shift> => {
      const driverId = DriverId.parse(wireId("drv", uuid));
      const member: CrewMember = { workplace, number, driverId, name: "Driver", vehicle: "van", isHired: true };
      const ask = new Ask(api, `10.9.${number}.1`, figures);
      const desk = new Desk(ask, someDispatcher(), member);
      // Begins the trip that was planned: its row says since when.
      const trip = await desk.leftTrip();
      if (!trip.ok || !trip.value) throw new Error("the trip did not begin");
      // Somewhere to go, far off: a driver without work is asked for a position a minute only.
      const planned = await ask.ask(someDispatcher(), planTrip, {
        params: { tripId: trip.value.id },
        body: { stops: [{ place: FAR_OFF }] },
      });
      if (!planned.ok) throw new Error(planned.error.code);
      return { member, trip: planned.value, api, desk, figures };
    }),
  );
  return { tenantUuid, all };
}
