// `npm run pii:rotate [-- --master-only]`: gives every tenant a new key for its personal data, seals all of it anew and
// destroys the old key when nothing needs it any more. Wants the owner's DATABASE_URL, and DATA_KEY; while DATA_KEY is
// being replaced also DATA_KEY_PREVIOUS, and then keys are wrapped anew too. May be stopped and started at any time.
import { parseArgs } from "node:util";
import * as z from "zod";
import { openMasterKeys } from "../src/platform/sealed-text.ts";
import { readDevVars } from "./dev-vars.ts";
import { messageOf } from "./message-of.ts";
import { withClient } from "./migrate.ts";
import { type Rotation, rotateTenant } from "./rotate/rotate-tenant.ts";
import { readSchema, sealedTables } from "./schema-tables.ts";
import { listTenants } from "./tenant-rows.ts";

const Settings = z.object({
  DATABASE_URL: z.string("DATABASE_URL is missing: the owner's, not the app role's"),
  DATA_KEY: z.string("DATA_KEY is missing"),
  DATA_KEY_PREVIOUS: z.string().optional(),
});
/** One rotation of a database at a time; any number that nothing else here uses. */
const LOCK = 716_001;

try {
  const { values } = parseArgs({ options: { "master-only": { type: "boolean", default: false } } });
  const settings = Settings.parse({ ...Object.fromEntries(readDevVars()), ...process.env });
  process.exitCode = (await rotateAll(settings, values["master-only"])) ? 0 : 1;
} catch (error) {
  const known = error instanceof z.ZodError;
  console.error(known ? error.issues.map(({ message }) => message).join("\n") : messageOf(error));
  process.exitCode = 1;
}

async function rotateAll(settings: z.output<typeof Settings>, masterOnly: boolean): Promise<boolean> {
  const { DATABASE_URL, DATA_KEY, DATA_KEY_PREVIOUS } = settings;
  const master = await openMasterKeys([DATA_KEY, ...(DATA_KEY_PREVIOUS ? [DATA_KEY_PREVIOUS] : [])]);
  const tables = sealedTables(await readSchema());
  return withClient(DATABASE_URL, async (client) => {
    const query = (text: string, values?: unknown[]) => client.query(text, values);
    const { rows } = await client.query<{ free: boolean }>("SELECT pg_try_advisory_lock($1) AS free", [LOCK]);
    if (!rows[0]?.free) throw new Error("another rotation of this database is running");
    let sound = true;
    for (const { id, slug } of await listTenants(query)) {
      const rotation = await rotateTenant({ query, master, tables, masterOnly, now: Date.now() }, id);
      console.log(`${slug}: ${describe(rotation)}`);
      for (const value of rotation.unreadable) console.error(`${slug}: cannot be read: ${value}`);
      sound &&= rotation.unreadable.length === 0;
    }
    return sound;
  });
}

function describe({ rewrapped, renewed, resealed, destroyed, kept }: Rotation): string {
  const rows = Object.entries(resealed).map(([table, count]) => `${count} of ${table}`);
  const said = [
    rewrapped > 0 ? `${rewrapped} keys wrapped anew` : "",
    renewed ? "new key" : "",
    rows.length > 0 ? `sealed anew: ${rows.join(", ")}` : "",
    destroyed.length > 0 ? `destroyed: ${destroyed.join(", ")}` : "",
    ...kept.map(({ keyId, until, uses }) =>
      uses > 0
        ? `${keyId} stays: ${uses} rows need it`
        : `${keyId} can be destroyed by a run after ${new Date(until).toISOString()}`,
    ),
  ].filter(Boolean);
  return said.join("; ") || "nothing to do";
}
