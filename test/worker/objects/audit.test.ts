import { env } from "cloudflare:workers";
import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { uuidv7obj } from "uuidv7";
import { expect, test } from "vitest";
import { type AuditFacts, type ChainLink, GENESIS, verifyChain } from "../../../src/domain/audit-chain.ts";
import { typeIdFromBytes } from "../../../src/domain/typeid.ts";
import { chainHash } from "../../../src/platform/chain-hash.ts";
import { AuditId, type TenantId } from "../../../src/protocol/ids.ts";
import { newTenantId } from "../db/tenant-scope.ts";

const tenantOf = () => {
  const tenantId = newTenantId();
  return { tenantId, stub: env.AUDIT.getByName(tenantId) };
};

function entries(tenantId: TenantId, count: number): AuditFacts[] {
  return Array.from({ length: count }, (_, i) => ({
    id: AuditId.parse(typeIdFromBytes("aud", uuidv7obj().bytes)),
    tenantId,
    position: i + 1,
    at: Date.now(),
    actor: "usr_test",
    requestId: "req-1",
    table: "users",
    rowId: crypto.randomUUID(),
    action: "insert",
    before: null,
    after: { role: "admin" },
  }));
}

async function verify(facts: readonly AuditFacts[], links: readonly ChainLink[]) {
  const byId = new Map(facts.map((entry) => [entry.id, entry]));
  async function* stream() {
    for (const link of links) {
      const entry = byId.get(link.id);
      if (entry) yield { facts: entry, link };
    }
  }
  return verifyChain(chainHash(env.HMAC_KEY), stream());
}

test("a chain goes on where it was, also after sleep", async () => {
  const { tenantId, stub } = tenantOf();
  const all = entries(tenantId, 5);
  const first = await stub.seal(all.slice(0, 3));
  await stub.confirm(3);
  await evictDurableObject(stub);
  const second = await stub.seal(all.slice(3));
  expect(second.map(({ number }) => number)).toEqual([4, 5]);
  expect(await verify(all, [...first, ...second])).toEqual({ ok: true, value: await stub.head() });
});

test("an entry keeps its link until it is confirmed, however often it comes", async () => {
  const { tenantId, stub } = tenantOf();
  const all = entries(tenantId, 4);
  const first = await stub.seal(all.slice(0, 2));
  await evictDurableObject(stub);
  expect(await stub.seal(all.slice(0, 2))).toEqual(first);
  const grown = await stub.seal(all);
  expect(grown.slice(0, 2)).toEqual(first);
  expect(grown.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
  await stub.confirm(3);
  expect(await stub.seal([])).toEqual(grown.slice(3));
});

test("calls at once never follow the same entry", async () => {
  const { tenantId, stub } = tenantOf();
  const all = entries(tenantId, 20);
  await runInDurableObject(stub, async (object) => Promise.all(all.map(async (entry) => object.seal([entry]))));
  const links = await stub.seal([]);
  expect(links).toHaveLength(20);
  expect(await verify(all, links)).toMatchObject({ ok: true, value: { number: 20 } });
});

test("a new chain begins at the beginning, and another tenant's entry never joins", async () => {
  const { tenantId, stub } = tenantOf();
  expect(await stub.head()).toEqual(GENESIS);
  await stub.seal(entries(tenantId, 1));
  const foreign = entries(newTenantId(), 1);
  await expect(runInDurableObject(stub, async (object) => object.seal(foreign))).rejects.toThrow("another tenant");
  expect(await stub.head()).toMatchObject({ number: 1 });
});
