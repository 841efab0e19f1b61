import type { DemoTenant } from "./demo-tenants.ts";

/** What a demo row is, by the prefix of its id. */
const KINDS = { tnt: 1, reg: 2, usr: 3, veh: 4, drv: 5, shp: 6, trip: 7, stp: 8, evt: 9, prf: 10, lnk: 11 };
export type DemoKind = keyof typeof KINDS;

/** A valid version 7 UUID of a moment in 2024 whose last digits tell the tenant, the kind and the number. */
export function demoUuid(tenant: DemoTenant, kind: DemoKind, number = 0): string {
  const digits = [tenant.number, KINDS[kind], number].map((part) => String(part).padStart(4, "0")).join("");
  return `018d0000-0000-7000-8000-${digits}`;
}
