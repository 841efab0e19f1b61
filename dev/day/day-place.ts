import type { SigningKeys } from "../../src/platform/signing-keys.ts";
import { DriverId, RegionId, TenantId, UserId } from "../../src/protocol/ids.ts";
import { Api, type Person } from "../chaos/api.ts";
import { addressOf } from "../chaos/socket-from.ts";
import { type DemoKind, demoUuid } from "../demo-ids.ts";
import { DEMO_ROLES, type DemoTenant } from "../demo-tenants.ts";
import { Ask } from "../sim/ask.ts";
import { Figures } from "../sim/figures.ts";
import { wireId } from "../tenant-rows.ts";

/** Networks of tenants, apart from those of simulated phones. */
const FIRST_ADDRESS = 61_000;
const ADDRESSES_PER_TENANT = 20;

/** One tenant of the day, as whoever asks its API for something knows it. */
export interface DayPlace {
  readonly tenant: DemoTenant;
  readonly url: string;
  readonly ask: Ask;
  readonly desk: Person;
  readonly id: (kind: DemoKind, row?: number) => string;
  readonly driver: (row: number) => Extract<Person, { role: "driver" }>;
  /** The network that a driver's phone is in. */
  readonly address: (row: number) => string;
}

export function dayPlace(tenant: DemoTenant, { url, keys }: { url: string; keys: SigningKeys }): DayPlace {
  const id = (kind: DemoKind, row = 0): string => wireId(kind, demoUuid(tenant, kind, row));
  const address = (row: number): string => addressOf(FIRST_ADDRESS + tenant.number * ADDRESSES_PER_TENANT + row);
  const api = new Api(url, keys, { tenantId: TenantId.parse(id("tnt")), regionId: RegionId.parse(id("reg")) });
  return {
    tenant,
    url,
    id,
    address,
    ask: new Ask(api, address(0), new Figures()),
    desk: { role: "dispatcher", id: UserId.parse(id("usr", DEMO_ROLES.indexOf("dispatcher"))) },
    driver: (row) => ({ role: "driver", id: DriverId.parse(id("drv", row)) }),
  };
}
