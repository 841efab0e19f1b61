// `npm run audit:verify [-- --tenant <slug> [--head <number>:<hash>]]`: walks the audit chain of every tenant, or of one,
// over DATABASE_URL, and names the first entry that is not what its writer sealed.
import { parseArgs } from "node:util";
import type { ChainFault, ChainHead } from "../src/domain/audit-chain.ts";
import { checkAudit } from "./audit-check.ts";
import { readDevVars } from "./dev-vars.ts";
import { messageOf } from "./message-of.ts";
import { withClient } from "./migrate.ts";
import { listTenants } from "./tenant-rows.ts";

const MEANING: Record<ChainFault["tag"], string> = {
  missing: "there is no such entry: it was deleted, or its number was changed",
  "wrong-prev": "it does not follow the entry before it",
  "wrong-hash": "it was changed, moved, or written by somebody without the key",
  "unexpected-end": "the chain ends here, and its writer says otherwise",
};

try {
  const { values } = parseArgs({ options: { tenant: { type: "string" }, head: { type: "string" } } });
  const head = values.head === undefined ? undefined : readHead(values.head);
  if (head && !values.tenant) throw new Error("--head is one tenant's: name it with --tenant");
  process.exitCode = (await verifyTenants(values.tenant, head)) ? 0 : 1;
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}

async function verifyTenants(slug: string | undefined, head: ChainHead | undefined): Promise<boolean> {
  const hmacKey = setting("HMAC_KEY");
  return withClient(setting("DATABASE_URL"), async (client) => {
    const query = (text: string, sent?: unknown[]) => client.query(text, sent);
    let [checked, sound] = [0, true];
    for (const tenant of await listTenants(query)) {
      if (slug !== undefined && tenant.slug !== slug) continue;
      checked += 1;
      const { outcome, waiting } = await checkAudit(query, tenant.id, hmacKey, head);
      const rest = waiting > 0 ? `, ${waiting} not sealed yet` : "";
      if (outcome.ok) console.log(`${tenant.slug}: ${outcome.value.number} entries, all as sealed${rest}`);
      else console.error(`${tenant.slug}: ${describe(outcome.error)}${rest}`);
      sound &&= outcome.ok;
    }
    if (checked === 0) throw new Error(slug === undefined ? "there is no tenant" : `there is no tenant ${slug}`);
    return sound;
  });
}

function readHead(text: string): ChainHead {
  const [, number, hash] = /^(\d+):([0-9a-f]{64})$/.exec(text) ?? [];
  if (number === undefined || hash === undefined) throw new Error("--head is <number>:<hash in hexadecimal>");
  return { number: Number(number), hash };
}

function describe({ tag, number, id }: ChainFault): string {
  return `entry ${number}${id === undefined ? "" : ` (${id})`}: ${MEANING[tag]}`;
}

function setting(name: "DATABASE_URL" | "HMAC_KEY"): string {
  const value = process.env[name] ?? readDevVars().get(name);
  if (!value) throw new Error(`${name} is not set`);
  return value;
}
