import type { DemoTenant } from "../demo-tenants.ts";
import type { DemoKind } from "../demo-ids.ts";
import type { TenantRows } from "../tenant-rows.ts";
import type { Teller } from "./plan-day.ts";

/** A row as JSON has it, without the tenant. */
export type Row = Readonly<Record<string, unknown>>;

/** Everything that the rows of one tenant's day are made with. */
export interface DayDesk extends Pick<TenantRows, "sealed"> {
  readonly tenant: DemoTenant;
  readonly hmacKey: string;
  readonly halfWindowMs: number;
  readonly uuid: (kind: DemoKind, number?: number) => string;
  /** The name of whoever says something; the driver is the one with this row. */
  readonly actorOf: (by: Teller, driver?: number) => string;
  /** A moment as Postgres reads it. */
  readonly at: (ms: number) => string;
}
