import type { KeyRing } from "../../src/platform/sealed-text.ts";
import type { SealedTable } from "../schema-tables.ts";
import type { Query } from "../tenant-rows.ts";
import { destroyUnusedKeys } from "./destroy-keys.ts";
import { resealTable } from "./reseal.ts";
import { renewKey, rewrapKeys, ringOf } from "./tenant-keys.ts";

export interface RotationPlan {
  readonly query: Query;
  /** The first wraps, the others still open. */
  readonly master: KeyRing;
  readonly tables: readonly SealedTable[];
  /** Wraps the keys anew and leaves the data as it is. */
  readonly masterOnly: boolean;
  readonly now: number;
}

export interface Rotation {
  readonly rewrapped: number;
  readonly renewed: boolean;
  /** Rows sealed anew, by table. */
  readonly resealed: Readonly<Record<string, number>>;
  readonly unreadable: readonly string[];
  readonly destroyed: readonly string[];
  readonly kept: Awaited<ReturnType<typeof destroyUnusedKeys>>["kept"];
}

/** One tenant, behind its own wall. Every step looks at what is there, so a run that was stopped is continued by the next. */
export async function rotateTenant(plan: RotationPlan, tenant: string): Promise<Rotation> {
  const { query, master, tables, masterOnly, now } = plan;
  await query("SELECT set_config('app.tenant', $1, false), set_config('app.actor', 'pii-rotate', false)", [tenant]);
  const rewrapped = await rewrapKeys(query, master, tenant);
  const nothing = { renewed: false, resealed: {}, unreadable: [], destroyed: [], kept: [] };
  if (masterOnly) return { ...nothing, rewrapped };
  const renewed = await renewKey(query, master, tenant, now);
  const ring = await ringOf(query, master, tenant);
  const resealed: Record<string, number> = {};
  const unreadable: string[] = [];
  for (const table of tables) {
    const done = await resealTable({ query, ring, tenant, table });
    if (done.rows > 0) resealed[table.name] = done.rows;
    unreadable.push(...done.unreadable);
  }
  return { rewrapped, renewed, resealed, unreadable, ...(await destroyUnusedKeys(query, tables, tenant, now)) };
}
