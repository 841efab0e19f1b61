import { importSigningKeys, type SigningKeys } from "../../src/platform/signing-keys.ts";
import { DriverId, RegionId, TenantId, UserId } from "../../src/protocol/ids.ts";
import type { VehicleKind } from "../../src/protocol/driver.ts";
import { UNDER_WAY } from "../day/plan-day.ts";
import { type DemoKind, demoUuid } from "../demo-ids.ts";
import { DEMO_ROLES, DEMO_TENANTS, DEMO_VEHICLES, type DemoTenant } from "../demo-tenants.ts";
import { readDevVars } from "../dev-vars.ts";
import { addDriver } from "../driver-rows.ts";
import { withClient } from "../migrate.ts";
import { inTenant, wireId } from "../tenant-rows.ts";

/** Where a tenant's drivers work, and for whom. */
interface Workplace {
  readonly tenant: DemoTenant;
  readonly tenantId: TenantId;
  readonly regionId: RegionId;
  readonly dispatcherId: UserId;
}

export interface CrewMember {
  readonly workplace: Workplace;
  /** Counts all of a run's drivers from 0: chance, addresses and moments follow from it. */
  readonly number: number;
  readonly driverId: DriverId;
  readonly name: string;
  readonly vehicle: VehicleKind;
  /** For this run, beside the demo's own. */
  readonly isHired: boolean;
}

/** Ofcom keeps 07700 900000 to 900999 free for fiction: no more drivers than that. */
export const HIRED_MAX = 1_000;
const FICTION_PREFIX = "+447700900";
/** Behind the demo's own rows. */
const FIRST_HIRED_ROW = 1_000;
/** Two of three drive a van, as in most towns. */
const FLEET: readonly VehicleKind[] = ["van", "van", "car", "van", "van", "scooter"];

/**
 * The demo's own drivers but the first, whose login is printed, because that one is for whoever tries the product, and the
 * two who have a round of the seeded day under way.
 */
export function demoCrew(): CrewMember[] {
  const own = DEMO_TENANTS.flatMap((tenant) =>
    DEMO_VEHICLES.entries()
      .filter(([row]) => row > 0 && !UNDER_WAY.includes(row))
      .map(([row, { driver, kind }]) => ({ ...memberOf(tenant, row), name: driver, vehicle: kind, isHired: false }))
      .toArray(),
  );
  return own.map((member, number) => ({ ...member, number }));
}

/** Makes the drivers that are missing. The REST API makes a driver only by an invitation that is accepted, so rows are written. */
export async function hireCrew(count: number): Promise<CrewMember[]> {
  if (count > HIRED_MAX)
    throw new Error(`no more than ${HIRED_MAX} drivers: their telephone numbers would be somebody's`);
  const [tenant] = DEMO_TENANTS;
  if (!tenant) throw new Error("there is no demo tenant");
  const crew = Array.from({ length: count }, (_, index) => ({
    ...memberOf(tenant, FIRST_HIRED_ROW + index),
    number: index,
    name: `Driver ${String(index + 1).padStart(4, "0")}`,
    vehicle: FLEET[index % FLEET.length] ?? "van",
    isHired: true,
  }));
  const secrets = { HMAC_KEY: setting("HMAC_KEY"), DATA_KEY: setting("DATA_KEY") };
  const place = { uuid: demoUuid(tenant, "tnt"), slug: tenant.slug, name: tenant.name };
  await withClient(setting("DATABASE_URL"), (client) =>
    inTenant(
      (text, values) => client.query(text, values),
      secrets,
      place,
      async (rows) => {
        for (const { number, name, vehicle: kind } of crew)
          await addDriver(rows, {
            uuid: demoUuid(tenant, "drv", FIRST_HIRED_ROW + number),
            regionUuid: demoUuid(tenant, "reg"),
            name,
            phone: FICTION_PREFIX + String(number).padStart(3, "0"),
            vehicle: {
              uuid: demoUuid(tenant, "veh", FIRST_HIRED_ROW + number),
              kind,
              label: `Vehicle ${String(number + 1).padStart(4, "0")}`,
              capacityG: 500_000,
            },
          });
      },
    ),
  );
  return crew;
}

/** Those of a running `npm run dev`, which keeps them in its file. */
export async function devSigningKeys(): Promise<SigningKeys> {
  const keys = await importSigningKeys(setting("SIGNING_KEYS"));
  if (!keys.ok) throw new Error(keys.error.problems.join());
  return keys.value;
}

function memberOf(tenant: DemoTenant, row: number): Pick<CrewMember, "workplace" | "driverId"> {
  const id = (kind: DemoKind, number = 0): string => wireId(kind, demoUuid(tenant, kind, number));
  return {
    workplace: {
      tenant,
      tenantId: TenantId.parse(id("tnt")),
      regionId: RegionId.parse(id("reg")),
      dispatcherId: UserId.parse(id("usr", DEMO_ROLES.indexOf("dispatcher"))),
    },
    driverId: DriverId.parse(id("drv", row)),
  };
}

function setting(name: "DATABASE_URL" | "HMAC_KEY" | "DATA_KEY" | "SIGNING_KEYS"): string {
  const value = process.env[name] ?? readDevVars().get(name);
  if (!value) throw new Error(`${name} is not set: start \`npm run dev\` first`);
  return value;
}
