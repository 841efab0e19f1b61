import { type DeadLetter, storeDeadLetters } from "../db/dead-letters.ts";
import type { TenantId } from "../protocol/ids.ts";
import type { Deps } from "./deps.ts";
import type { RefusedItem } from "./ledger-items.ts";

/** Rows that Postgres will never take go where people find them, loudly. False if not even that was possible. */
export async function buryRefused(
  { db, log, now }: Pick<Deps, "db" | "log" | "now">,
  tenantId: TenantId,
  refused: readonly RefusedItem[],
): Promise<boolean> {
  const [first, ...rest] = refused.map(letterOf);
  if (!first) return true;
  const stored = await storeDeadLetters(db, [first, ...rest], now());
  if (!stored.ok) return false;
  for (const { tripId, of, seq, why } of refused) log({ event: "ledger.refused", tenantId, tripId, of, seq, why });
  return true;
}

/** The row goes in as text inside the JSON: what Postgres refused as it was, it would refuse here again. */
function letterOf({ tripId, of, seq, why, row }: RefusedItem): DeadLetter {
  return {
    queue: "ledger",
    messageId: `${tripId}:${of}:${seq}`,
    body: { tripId, of, seq, row: JSON.stringify(row) },
    error: `refused: ${why}`,
  };
}
