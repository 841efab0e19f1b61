import * as z from "zod";
import {
  type AuditFacts,
  type ChainFault,
  type ChainHead,
  type SealedEntry,
  verifyChain,
} from "../src/domain/audit-chain.ts";
import type { Result } from "../src/domain/result.ts";
import { typeIdFromUuid } from "../src/domain/typeid.ts";
import { chainHash } from "../src/platform/chain-hash.ts";
import { AuditId, TenantId } from "../src/protocol/ids.ts";
import type { Query } from "./tenant-rows.ts";

/** A page of the walk: some 500 KB. */
const PAGE = 500;

/** The UUID of a row as the wire writes it; the schema behind this refuses what is none. */
const wireId = (prefix: string) =>
  z.uuid().transform((uuid) => {
    const id = typeIdFromUuid(prefix, uuid);
    return id.ok ? id.value : "";
  });

const SealedRow = z.object({
  id: wireId("aud").pipe(AuditId),
  tenant_id: wireId("tnt").pipe(TenantId),
  position: z.coerce.number(),
  at: z.date(),
  actor: z.string().nullable(),
  request_id: z.string().nullable(),
  table_name: z.string(),
  row_id: z.uuid(),
  action: z.enum(["insert", "update", "delete"]),
  before: z.unknown(),
  after: z.unknown(),
  chain_number: z.coerce.number(),
  prev: z.string(),
  hash: z.string(),
});

const CountRow = z.object({ waiting: z.coerce.number() });

export interface AuditReport {
  outcome: Result<ChainHead, ChainFault>;
  /** Entries that no seal covers yet. */
  waiting: number;
}

/** Walks a tenant's whole chain. The session stays behind that tenant's wall. */
export async function checkAudit(
  query: Query,
  tenant: string,
  hmacKey: string,
  writersHead?: ChainHead,
): Promise<AuditReport> {
  await query("SELECT set_config('app.tenant', $1, false)", [tenant]);
  const unsealed = "SELECT count(*) AS waiting FROM audit_entries WHERE tenant_id = $1 AND hash IS NULL";
  const [{ waiting }] = z.tuple([CountRow]).parse((await query(unsealed, [tenant])).rows);
  return { outcome: await verifyChain(chainHash(hmacKey), readChain(query, tenant), writersHead), waiting };
}

async function* readChain(query: Query, tenant: string): AsyncGenerator<SealedEntry> {
  for (let last = 0; ;) {
    const { rows } = await query(
      `SELECT *, encode(prev, 'hex') AS prev, encode(hash, 'hex') AS hash FROM audit_entries
       WHERE tenant_id = $1 AND chain_number > $2 ORDER BY chain_number LIMIT ${PAGE}`,
      [tenant, last],
    );
    const page = z.array(SealedRow).parse(rows);
    for (const row of page) {
      yield sealedEntry(row);
      last = row.chain_number;
    }
    if (page.length < PAGE) return;
  }
}

function sealedEntry(row: z.output<typeof SealedRow>): SealedEntry {
  const { id, position, actor, action, before, after } = row;
  const facts: AuditFacts = {
    id,
    tenantId: row.tenant_id,
    position,
    at: row.at.getTime(),
    actor,
    requestId: row.request_id,
    table: row.table_name,
    rowId: row.row_id,
    action,
    before,
    after,
  };
  return { facts, link: { id, number: row.chain_number, prev: row.prev, hash: row.hash } };
}
