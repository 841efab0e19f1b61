import type pg from "pg";
import { describe, expect, inject, test } from "vitest";
import { checkAudit } from "../../../dev/audit-check.ts";
import { openDb } from "../../../src/db/client.ts";
import { type ChainHead, type ChainLink, GENESIS, nextLink } from "../../../src/domain/audit-chain.ts";
import { typeIdFromUuid } from "../../../src/domain/typeid.ts";
import { chainHash } from "../../../src/platform/chain-hash.ts";
import { TenantId } from "../../../src/protocol/ids.ts";
import { type AuditChain, sealAuditEntries } from "../../../src/services/audit-chain.ts";
import { connect } from "./scratch-database.ts";
import { addTenant } from "./tenant-fixture.ts";

const { ownerUrl, appUrl, proxyUrl, secrets } = inject("database");
const db = openDb({ url: appUrl, readUrl: appUrl, proxy: proxyUrl }, () => {});

/** A writer that never sleeps: the object's own tests show the one that does. */
class Writer implements AuditChain {
  head: ChainHead = GENESIS;

  async seal(entries: Parameters<AuditChain["seal"]>[0]): Promise<ChainLink[]> {
    const links: ChainLink[] = [];
    for (const entry of entries) {
      const link = await nextLink(chainHash(secrets.HMAC_KEY), this.head, entry);
      links.push(link);
      this.head = { number: link.number, hash: link.hash };
    }
    return links;
  }

  async confirm(): Promise<void> {}
}

/** A tenant with six sealed entries, and one that waits. */
async function sealedTenant() {
  const owner = await connect(ownerUrl);
  const { tenant, driver, trip } = await addTenant(owner);
  await owner.query("UPDATE drivers SET status = 'active' WHERE id = $1", [driver]);
  await owner.query("UPDATE trips SET status = 'active' WHERE id = $1", [trip]);
  const writer = new Writer();
  const wire = typeIdFromUuid("tnt", tenant);
  const tenantId = TenantId.parse(wire.ok ? wire.value : "");
  const sealed = await sealAuditEntries({ db, requestId: "req-1", auditChain: () => writer }, tenantId);
  expect(sealed).toEqual({ ok: true, value: 6 });
  await owner.query("UPDATE trips SET status = 'paused' WHERE id = $1", [trip]);
  const check = async (head?: ChainHead, key = secrets.HMAC_KEY) =>
    checkAudit((text, values) => owner.query(text, values), tenant, key, head);
  return { owner, tenant, check, head: writer.head };
}

async function changeEntry(owner: pg.Client, tenant: string, number: number, change: string): Promise<void> {
  const done = await owner.query(`UPDATE audit_entries SET ${change} WHERE tenant_id = $1 AND chain_number = $2`, [
    tenant,
    number,
  ]);
  expect(done.rowCount).toBe(1);
}

describe("walking a tenant's audit chain", () => {
  test("finds nothing wrong with what its writer sealed, and counts what waits", async () => {
    const { check, head } = await sealedTenant();
    expect(await check(head)).toEqual({ outcome: { ok: true, value: head }, waiting: 1 });
  });

  test.each([
    ["actor = 'usr_other'"],
    ["at = at + interval '1 millisecond'"],
    ["after = '{}'"],
    ["before = NULL"],
    ["row_id = gen_random_uuid()"],
    ["id = gen_random_uuid()"],
  ])("names the row that the owner changed by %s", async (change) => {
    const { owner, tenant, check } = await sealedTenant();
    await changeEntry(owner, tenant, 5, change);
    expect((await check()).outcome).toMatchObject({ ok: false, error: { tag: "wrong-hash", number: 5 } });
  });

  test("names the number of a row that was deleted", async () => {
    const { owner, tenant, check } = await sealedTenant();
    await owner.query("DELETE FROM audit_entries WHERE tenant_id = $1 AND chain_number = 2", [tenant]);
    expect((await check()).outcome).toEqual({ ok: false, error: { tag: "missing", number: 2 } });
  });

  test("names the first of two rows that were swapped, with or without their hashes", async () => {
    const { owner, tenant, check } = await sealedTenant();
    const swap = async (a: number, b: number) => {
      await changeEntry(owner, tenant, a, "chain_number = 99");
      await changeEntry(owner, tenant, b, `chain_number = ${a}`);
      await changeEntry(owner, tenant, 99, `chain_number = ${b}`);
    };
    await swap(2, 4);
    expect((await check()).outcome).toMatchObject({ ok: false, error: { tag: "wrong-prev", number: 2 } });
    await owner.query(
      `UPDATE audit_entries e SET prev = o.prev, hash = o.hash FROM audit_entries o
       WHERE e.tenant_id = $1 AND o.tenant_id = $1 AND e.chain_number IN (2, 4) AND o.chain_number = 6 - e.chain_number`,
      [tenant],
    );
    expect((await check()).outcome).toMatchObject({ ok: false, error: { tag: "wrong-hash", number: 2 } });
  });

  test("names the first row of a tail that was forged without the key", async () => {
    const { owner, tenant, check, head } = await sealedTenant();
    await owner.query(
      `UPDATE audit_entries SET chain_number = 7, prev = decode($2, 'hex'), hash = sha256(decode($2, 'hex'))
       WHERE tenant_id = $1 AND hash IS NULL`,
      [tenant, head.hash],
    );
    expect((await check()).outcome).toMatchObject({ ok: false, error: { tag: "wrong-hash", number: 7 } });
  });

  test("finds a tail that was cut off, given the writer's head", async () => {
    const { owner, tenant, check, head } = await sealedTenant();
    await owner.query("DELETE FROM audit_entries WHERE tenant_id = $1 AND chain_number = 6", [tenant]);
    expect((await check(head)).outcome).toEqual({ ok: false, error: { tag: "unexpected-end", number: 5 } });
  });

  test("proves nothing under another key", async () => {
    const { check } = await sealedTenant();
    expect((await check(undefined, secrets.DATA_KEY)).outcome).toMatchObject({
      error: { tag: "wrong-hash", number: 1 },
    });
  });
});
