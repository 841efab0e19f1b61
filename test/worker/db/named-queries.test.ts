import { uuidv7 } from "uuidv7";
import { expect, test } from "vitest";
import { statements } from "../../../src/db/client.ts";
import { pingDatabase } from "../../../src/db/database-health.ts";
import { listDeadLetters, storeDeadLetters } from "../../../src/db/dead-letters.ts";
import { dropPartitions, ensurePartitions } from "../../../src/db/partitions.ts";
import { tenantKeys, tenants } from "../../../src/db/schema/tenants.ts";
import { listTenantIds, listTenantKeys } from "../../../src/db/tenants.ts";
import { makeDataKey, open, openDataKeys, openMasterKeys, seal } from "../../../src/platform/sealed-text.ts";
import { env } from "cloudflare:workers";
import { connect, newTenant } from "./tenant-scope.ts";

const { db } = connect();

test("the ping answers", async () => {
  expect(await pingDatabase(db)).toMatchObject({ ok: true });
});

test("partitions are made once, and dropped when old", async () => {
  // Far outside what the nightly job keeps, so that the order of the tests does not matter.
  const days = { back: 45, ahead: 60 };
  const first = await ensurePartitions(db, "tracks", days);
  expect(first.ok && first.value).toBeGreaterThanOrEqual(38);
  expect(await ensurePartitions(db, "tracks", days)).toEqual({ ok: true, value: 0 });
  const dropped = await dropPartitions(db, "tracks", 40);
  const oldest = new Date(Date.now() - 45 * 86_400_000).toISOString().slice(0, 10).replaceAll("-", "");
  expect(dropped.ok && dropped.value[0]).toBe(`track_chunks_${oldest}`);
  expect(dropped.ok && dropped.value).toHaveLength(5);
  expect(await dropPartitions(db, "tracks", 40)).toEqual({ ok: true, value: [] });
  expect(await dropPartitions(db, "tracks", 0)).toMatchObject({ ok: false, error: { tag: "invalid" } });
});

test("a message that dies twice is one dead letter, listed without its body", async () => {
  const messageId = uuidv7();
  const letter = { queue: "ledger", messageId, body: { name: "somebody" }, error: "first" };
  expect(await storeDeadLetters(db, [letter], 1_000)).toMatchObject({ ok: true });
  expect(
    await storeDeadLetters(
      db,
      [
        { ...letter, error: "second" },
        { ...letter, messageId: uuidv7() },
      ],
      2_000,
    ),
  ).toMatchObject({ ok: true });
  const listed = await listDeadLetters(db, 1_000);
  const rows = listed.ok ? listed.value : [];
  expect(rows.filter((row) => row.messageId === messageId)).toEqual([
    {
      id: expect.any(Number),
      queue: "ledger",
      messageId,
      error: "second",
      timesSeen: 2,
      firstSeenAt: 1_000,
      lastSeenAt: 2_000,
      replayedAt: null,
    },
  ]);
  const times = rows.map((row) => row.lastSeenAt);
  expect(times).toEqual(times.toSorted((a, b) => b - a));
  expect(await listDeadLetters(db, 1)).toMatchObject({ ok: true, value: [{ id: rows[0]?.id }] });
});

test("jobs see every active tenant's id, and no more", async () => {
  const [active, suspended] = [await newTenant(db), await newTenant(db)];
  await suspended.run("test.suspend", statements.update(tenants).set({ status: "suspended" }));
  const listed = await listTenantIds(db);
  const ids = listed.ok ? listed.value : [];
  expect(ids).toContain(active.tenantId);
  expect(ids).not.toContain(suspended.tenantId);
});

test("a tenant's keys come with the sealing one first, and open in the Worker what they sealed", async () => {
  const tenant = await newTenant(db);
  const { tenantId } = tenant;
  const master = await openMasterKeys([env.DATA_KEY]);
  const keys = [
    await makeDataKey(master, tenantId),
    await makeDataKey(master, tenantId),
    await makeDataKey(master, tenantId),
  ];
  const [oldest, newest, retired] = keys.map((key, i) => ({
    tenantId,
    ...key,
    createdAt: i,
    retiredAt: i === 2 ? 3 : null,
  }));
  if (!oldest || !newest || !retired) throw new Error("Three keys were made.");
  await tenant.run("test.keys", statements.insert(tenantKeys).values([retired, oldest, newest]));
  const listed = await listTenantKeys(tenant);
  const wrapped = listed.ok ? listed.value : [];
  expect(wrapped.map((key) => key.keyId)).toEqual([newest.keyId, oldest.keyId, retired.keyId]);
  const ring = await openDataKeys(master, tenantId, wrapped);
  if (!ring.ok) throw new Error(ring.error.tag);
  const place = { table: "users", column: "name_sealed", row: "usr_test", tenant: tenantId };
  const sealed = await seal(ring.value, place, "Zoë");
  expect(sealed).toMatch(new RegExp(`^v1\\.${newest.keyId}\\.`));
  expect(await open(ring.value, place, sealed)).toEqual({ ok: true, value: "Zoë" });
});
