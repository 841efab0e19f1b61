import * as z from "zod";
import { importHmacKey } from "../../src/platform/blind-index.ts";
import { openMasterKeys } from "../../src/platform/sealed-text.ts";
import { readSchema } from "../schema-tables.ts";
import { listTenants, type Query } from "../tenant-rows.ts";
import { EMPTIED, planFaults } from "./mask-plan.ts";
import { maskTenant } from "./mask-tenant.ts";

/** What the mark of a database says when it may be masked, and afterwards. */
const COPY = "copy";
const MASKED = "masked";
const Mark = z.array(z.object({ environment: z.string() }));

/** Rows changed, by table. */
export async function maskDatabase(
  query: Query,
  keys: { readonly HMAC_KEY: string; readonly DATA_KEY: string },
): Promise<Map<string, number>> {
  const tables = await readSchema();
  const faults = planFaults(tables);
  if (faults.length > 0) throw new Error(`nothing was changed: ${faults.join("; ")}`);
  await requireCopy(query);
  const master = await openMasterKeys([keys.DATA_KEY]);
  const tools = { query, tables, master, hmacKey: await importHmacKey(keys.HMAC_KEY) };
  const counts = new Map<string, number>();
  for (const { id } of await listTenants(query)) {
    const masked = await inTransaction(query, async () => {
      await requireCopy(query);
      return maskTenant(tools, id);
    });
    for (const [table, rows] of Object.entries(masked)) counts.set(table, (counts.get(table) ?? 0) + rows);
  }
  await inTransaction(query, async () => {
    await requireCopy(query);
    await query(`TRUNCATE ${EMPTIED.join(", ")}`);
    await query("SELECT ops.mark_deployment($1)", [MASKED]);
  });
  return counts;
}

/**
 * Says yes to a database that a person has called a copy, and to no other. A production database calls itself production
 * every five minutes, and a copy of it says so too until somebody who knows that it is one says otherwise there.
 */
async function requireCopy(query: Query): Promise<void> {
  const [mark] = Mark.parse((await query("SELECT environment FROM ops.deployment")).rows);
  if (mark?.environment === COPY) return;
  const is = mark ? `says that it is "${mark.environment}"` : "does not say what it is";
  throw new Error(
    `this database ${is}, and only a copy is masked. On a copy, and nowhere else, run: SELECT ops.mark_deployment('${COPY}')`,
  );
}

async function inTransaction<T>(query: Query, work: () => Promise<T>): Promise<T> {
  await query("BEGIN");
  try {
    const done = await work();
    await query("COMMIT");
    return done;
  } catch (error) {
    await query("ROLLBACK");
    throw error;
  }
}
