import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { noteKeyUse } from "../../../src/db/api-keys.ts";
import { statements } from "../../../src/db/client.ts";
import { tenants } from "../../../src/db/schema/tenants.ts";
import { authenticateKey, createApiKey, listApiKeys, revokeApiKey } from "../../../src/services/api-keys.ts";
import { addMember, depsFor, newOffice, queries, valueOf } from "./people-fixture.ts";

const MINUTE_MS = 60_000;
const REFUSED = { ok: false, error: { tag: "unauthenticated" } };
const NOT_FOUND = { ok: false, error: { tag: "not-found" } };
const wanted = { name: "Shop", scopes: ["shipment:read" as const] };

test("a key's secret opens what its scopes name, and is kept nowhere", async () => {
  const { admin, tenantId } = await newOffice();
  const deps = depsFor(admin);
  const { key, secret } = valueOf(await createApiKey(deps, { ...wanted, scopes: ["shipment:read", "shipment:read"] }));
  expect(secret).toMatch(/^dsk_[\w-]{8}_[\w-]{43}$/);
  expect(secret.startsWith(`${key.prefix}_`)).toBe(true);
  expect(key).toMatchObject({ scopes: ["shipment:read"], storeCode: null, createdBy: admin.userId, lastUsedAt: null });
  expect(await authenticateKey(deps, secret)).toEqual({
    ok: true,
    value: { kind: "key", tenantId, keyId: key.id, scopes: ["shipment:read"] },
  });
  expect(JSON.stringify(await listApiKeys(deps, {}))).not.toContain(secret.slice(key.prefix.length));
});

test("a secret that is nearly right, too long, or empty opens nothing", async () => {
  const deps = depsFor((await newOffice()).admin);
  const { secret } = valueOf(await createApiKey(deps, wanted));
  const swapped = secret.endsWith("A") ? "B" : "A";
  for (const wrong of [secret.slice(0, -1) + swapped, secret + "A", secret.repeat(1_000), "", secret.toUpperCase()])
    expect(await authenticateKey(deps, wrong)).toEqual(REFUSED);
});

test("a key ends when it is revoked, when its time is over and while its tenant is suspended", async () => {
  const { admin, tenant } = await newOffice();
  const deps = depsFor(admin);
  const { key, secret } = valueOf(await createApiKey(deps, wanted));
  expect(await revokeApiKey(deps, key.id)).toMatchObject({ ok: true, value: { revokedAt: expect.any(Number) } });
  expect(await authenticateKey(deps, secret)).toEqual(REFUSED);
  expect(await revokeApiKey(deps, key.id)).toEqual(NOT_FOUND);
  const expiresAt = Date.now() + MINUTE_MS;
  const short = valueOf(await createApiKey(deps, { ...wanted, expiresAt }));
  expect(
    await authenticateKey(
      depsFor(admin, () => expiresAt - 1),
      short.secret,
    ),
  ).toMatchObject({ ok: true });
  expect(
    await authenticateKey(
      depsFor(admin, () => expiresAt),
      short.secret,
    ),
  ).toEqual(REFUSED);
  expect(await createApiKey(deps, { ...wanted, expiresAt: Date.now() - 1 })).toMatchObject({
    error: { tag: "invalid-request" },
  });
  await tenant.run("test.suspend", statements.update(tenants).set({ status: "suspended" }));
  expect(await authenticateKey(deps, short.secret)).toEqual(REFUSED);
});

test("a use is noted at most once a minute, by however many requests", async () => {
  const { admin, tenant } = await newOffice();
  const start = Date.now();
  const at = (ms: number) => depsFor(admin, () => start + ms);
  const { key, secret } = valueOf(await createApiKey(at(0), wanted));
  const lastUse = async () => valueOf(await listApiKeys(at(0), {})).items[0]?.lastUsedAt;
  await authenticateKey(at(1_000), secret);
  const sent = queries.length;
  await authenticateKey(at(MINUTE_MS), secret);
  expect(queries.slice(sent).map(({ name }) => name)).toEqual(["api-keys.find-secret"]);
  expect(await lastUse()).toBe(start + 1_000);
  await noteKeyUse(tenant, key.id, { now: start + MINUTE_MS, since: start });
  expect(await lastUse()).toBe(start + 1_000);
  await authenticateKey(at(1_001 + MINUTE_MS), secret);
  expect(await lastUse()).toBe(start + 1_001 + MINUTE_MS);
});

test("a store makes, sees and revokes keys of its own store only", async () => {
  const { admin, tenant } = await newOffice();
  const whole = valueOf(await createApiKey(depsFor(admin), wanted));
  const deps = depsFor(await addMember(tenant, "store"));
  const { key, secret } = valueOf(await createApiKey(deps, wanted));
  expect(key.storeCode).toBe("mill");
  expect(await authenticateKey(deps, secret)).toMatchObject({ value: { storeCode: "mill" } });
  expect(await createApiKey(deps, { ...wanted, storeCode: "quay" })).toEqual({
    ok: false,
    error: { tag: "forbidden" },
  });
  expect(valueOf(await listApiKeys(deps, {})).items.map(({ id }) => id)).toEqual([key.id]);
  expect(valueOf(await listApiKeys(depsFor(admin), {})).items).toHaveLength(2);
  expect(await revokeApiKey(deps, whole.key.id)).toEqual(NOT_FOUND);
  const foreign = depsFor((await newOffice()).admin);
  expect(await revokeApiKey(foreign, key.id)).toEqual(NOT_FOUND);
  for (const caller of [await addMember(tenant, "dispatcher"), valueOf(await authenticateKey(deps, whole.secret))])
    expect(await listApiKeys(depsFor(caller), {})).toEqual({ ok: false, error: { tag: "forbidden" } });
});

test("under another HMAC_KEY no secret is known", async () => {
  const deps = depsFor((await newOffice()).admin);
  const { secret } = valueOf(await createApiKey(deps, wanted));
  expect(await authenticateKey({ ...deps, hmacKey: env.DATA_KEY }, secret)).toEqual(REFUSED);
});
