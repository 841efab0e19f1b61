import type { TenantQueries } from "../db/client.ts";
import type { DbError } from "../db/db-error.ts";
import { writeLedger } from "../db/ledger.ts";
import type { LedgerItem } from "../db/ledger-rows.ts";
import type { TripId } from "../protocol/ids.ts";
import type { RefusedItem } from "./ledger-items.ts";

/** Half a megabyte of parameters: far below what a statement may have, and written in about 20 ms. */
const ITEMS_PER_WRITE = 500;
/** The rule that a driver has one open trip: broken for a moment when the next trip's start overtakes the last one's end. */
const ONE_OPEN_TRIP = "trips_open_key";

export interface Writing {
  readonly refused: RefusedItem[];
  /** Trips of which something is missing, and why: their messages have to come again. */
  readonly failed: Map<TripId, string>;
}

/** Writes all that can be written. */
export async function writeItems(tenant: TenantQueries, items: readonly LedgerItem[]): Promise<Writing> {
  const writing: Writing = { refused: [], failed: new Map() };
  for (let start = 0; start < items.length; start += ITEMS_PER_WRITE) {
    const slice = items.slice(start, start + ITEMS_PER_WRITE);
    // Whoever was silent once would keep every further slice waiting as long.
    const silent = [...writing.failed.values()].find((tag) => tag === "timeout" || tag === "unavailable");
    if (silent === undefined) await writeSome(tenant, slice, writing);
    else for (const { tripId } of slice) writing.failed.set(tripId, silent);
  }
  return writing;
}

/** What Postgres refuses for its values is looked for by halving, so that one bad row stops nothing but itself. */
async function writeSome(tenant: TenantQueries, items: readonly LedgerItem[], writing: Writing): Promise<void> {
  const written = await writeLedger(tenant, items);
  if (written.ok) return;
  const { error } = written;
  const [first, second] = items;
  if (isPoison(error) && second) {
    const half = Math.ceil(items.length / 2);
    await writeSome(tenant, items.slice(0, half), writing);
    await writeSome(tenant, items.slice(half), writing);
  } else if (isPoison(error) && first && error.constraint !== ONE_OPEN_TRIP) {
    const { tripId, of, seq } = first;
    writing.refused.push({ tripId, of, seq, why: error.sqlstate ?? error.tag, row: first });
  } else for (const { tripId } of items) writing.failed.set(tripId, error.tag);
}

/** Data exceptions and broken constraints: the same row is refused every time. */
export function isPoison({ sqlstate }: DbError): boolean {
  return sqlstate !== undefined && /^2[23]/.test(sqlstate);
}
