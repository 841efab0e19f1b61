import * as z from "zod";
import type { SealedTable } from "../schema-tables.ts";
import type { Query } from "../tenant-rows.ts";
import { sealedBy } from "./reseal.ts";
import { listKeys } from "./tenant-keys.ts";

/** A queue's consumer may run for 15 minutes and may have read the keys at its beginning: what it seals must stay readable. */
const GRACE_MS = 16 * 60 * 1_000;

interface Destroyed {
  readonly destroyed: readonly string[];
  /** Retired keys that stay for now: since when they may go, and whether values still need them. */
  readonly kept: readonly { readonly keyId: string; readonly until: number; readonly uses: number }[];
}

/** Destroys the retired keys that nothing is sealed by any more. What a backup still holds of them cannot be read then. */
export async function destroyUnusedKeys(
  query: Query,
  tables: readonly SealedTable[],
  tenant: string,
  now: number,
): Promise<Destroyed> {
  const destroyed: string[] = [];
  const kept: { keyId: string; until: number; uses: number }[] = [];
  for (const { keyId, retiredAt } of await listKeys(query, tenant)) {
    if (retiredAt === null) continue;
    const uses = await countUses(query, tables, tenant, keyId);
    const until = retiredAt + GRACE_MS;
    if (uses > 0 || until > now) {
      kept.push({ keyId, until, uses });
      continue;
    }
    await query(
      "UPDATE tenant_keys SET wrapped_key = NULL, destroyed_at = now() WHERE tenant_id = $1 AND key_id = $2",
      [tenant, keyId],
    );
    destroyed.push(keyId);
  }
  return { destroyed, kept };
}

const Count = z.tuple([z.object({ uses: z.coerce.number() })]);

async function countUses(query: Query, tables: readonly SealedTable[], tenant: string, keyId: string): Promise<number> {
  let uses = 0;
  for (const { name, sealed } of tables) {
    const used = sealed.map((column) => `starts_with(${column}, $2)`).join(" OR ");
    const { rows } = await query(`SELECT count(*) AS uses FROM ${name} WHERE tenant_id = $1 AND (${used})`, [
      tenant,
      sealedBy(keyId),
    ]);
    uses += Count.parse(rows)[0].uses;
  }
  return uses;
}
