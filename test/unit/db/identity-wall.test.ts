import type pg from "pg";
import { uuidv7 } from "uuidv7";
import { describe, expect, inject, test } from "vitest";
import { connect } from "./scratch-database.ts";
import { addTenant, inTenant, type TenantFixture } from "./tenant-fixture.ts";

const { ownerUrl, appUrl } = inject("database");

interface Members extends TenantFixture {
  user: string;
  invitation: string;
  key: string;
}

/** Bytes that no other test has. */
const unique = () => Buffer.from(uuidv7());

async function setting() {
  const owner = await connect(ownerUrl);
  const login = unique();
  const tokens = { mine: unique(), theirs: unique() };
  const [mine, theirs] = [await addMembers(owner, login, tokens.mine), await addMembers(owner, login, tokens.theirs)];
  return { owner, app: await connect(appUrl), mine, theirs, login, tokens };
}

async function addMembers(owner: pg.Client, login: Buffer, token: Buffer): Promise<Members> {
  const fixture = await addTenant(owner);
  const [user, invitation, key] = [uuidv7(), uuidv7(), uuidv7()];
  const { tenant, driver } = fixture;
  await owner.query("UPDATE drivers SET phone_index = $2 WHERE id = $1", [driver, login]);
  await owner.query(
    `INSERT INTO users (tenant_id, id, role, status, name_sealed, email_sealed, email_index)
     VALUES ($1, $2, 'admin', 'active', 'v1.name', 'v1.email', $3)`,
    [tenant, user, login],
  );
  await owner.query(
    `INSERT INTO invitations (tenant_id, id, role, name_sealed, contact_sealed, contact_index, token_hash, created_by, expires_at)
     VALUES ($1, $2, 'admin', 'v1.name', 'v1.email', $3, $4, 'usr_test', now() + interval '7 days')`,
    [tenant, invitation, unique(), token],
  );
  await owner.query(
    `INSERT INTO api_keys (tenant_id, id, name, prefix, secret_hash, scopes, created_by)
     VALUES ($1, $2, 'Shop', 'ab12', $3, '{shipment:read}', 'usr_test')`,
    [tenant, key, token],
  );
  await owner.query("INSERT INTO security_events (tenant_id, id, kind) VALUES ($1, $2, 'sign-in')", [tenant, uuidv7()]);
  return { ...fixture, user, invitation, key };
}

describe("the tenant wall around identity", () => {
  test.each(["invitations", "api_keys", "security_events"])("%s are the tenant's own", async (table) => {
    const { app, mine, theirs } = await setting();
    const { rows } = await inTenant(app, mine.tenant, () => app.query(`SELECT tenant_id FROM ${table}`));
    expect(rows).toEqual([{ tenant_id: mine.tenant }]);
    expect((await app.query(`SELECT FROM ${table}`)).rowCount).toBe(0);
    const theirRows = () => app.query(`SELECT FROM ${table} WHERE tenant_id = $1`, [theirs.tenant]);
    expect((await inTenant(app, mine.tenant, theirRows)).rowCount).toBe(0);
  });

  test("a sign-in finds its accounts in every active tenant, and learns nothing sealed", async () => {
    const { owner, app, mine, theirs, login } = await setting();
    const find = async () => (await app.query("SELECT * FROM ops.find_accounts($1)", [login])).rows;
    const accounts = ({ tenant, user, driver }: Members) => [
      { tenant_id: tenant, tenant_name: "Test tenant", kind: "driver", id: driver, role: "driver", status: "invited" },
      { tenant_id: tenant, tenant_name: "Test tenant", kind: "user", id: user, role: "admin", status: "active" },
    ];
    expect(await find()).toEqual([...accounts(mine), ...accounts(theirs)]);
    await owner.query("UPDATE tenants SET status = 'suspended' WHERE id = $1", [mine.tenant]);
    expect(await find()).toEqual(accounts(theirs));
    expect((await app.query("SELECT ops.find_accounts($1)", [unique()])).rowCount).toBe(0);
  });

  test("a secret or token finds its own row in an active tenant, and nothing else", async () => {
    const { owner, app, mine, tokens } = await setting();
    const find = async (name: string) => (await app.query(`SELECT * FROM ops.${name}($1)`, [tokens.mine])).rows;
    expect(await find("find_api_key")).toMatchObject([{ tenant_id: mine.tenant, id: mine.key, store_code: null }]);
    expect(await find("find_invitation")).toEqual([{ tenant_id: mine.tenant, id: mine.invitation }]);
    await owner.query("UPDATE tenants SET status = 'suspended' WHERE id = $1", [mine.tenant]);
    expect(await find("find_api_key")).toEqual([]);
    expect(await find("find_invitation")).toEqual([]);
  });
});

describe("the tables of identity refuse", () => {
  const cases: [what: string, change: string, constraint: string][] = [
    ["an unknown scope", "UPDATE api_keys SET scopes = '{tenant:write}'", "api_keys_scopes_check"],
    ["a key without a scope", "UPDATE api_keys SET scopes = '{}'", "api_keys_scopes_check"],
    ["regions of an admin", "UPDATE users SET region_ids = '{}'", "users_regions_check"],
    ["a store user without a store", "UPDATE invitations SET role = 'store'", "invitations_store_check"],
    ["a driver without a region", "UPDATE invitations SET role = 'driver'", "invitations_home_check"],
    [
      "both ends of an invitation",
      "UPDATE invitations SET accepted_at = now(), revoked_at = now()",
      "invitations_end_check",
    ],
  ];
  test.each(cases)("%s", async (_what, change, constraint) => {
    const { app, mine } = await setting();
    await expect(inTenant(app, mine.tenant, () => app.query(change))).rejects.toMatchObject({ constraint });
  });

  test("more of an address than its network", async () => {
    const { app, mine } = await setting();
    const insert = "INSERT INTO security_events (tenant_id, id, kind, ip_prefix) VALUES ($1, $2, 'sign-in', $3)";
    const add = (prefix: string) =>
      inTenant(app, mine.tenant, () => app.query(insert, [mine.tenant, uuidv7(), prefix]));
    const constraint = "security_events_prefix_check";
    await expect(add("192.0.2.7/32")).rejects.toMatchObject({ constraint });
    await expect(add("2001:db8:0:1:2::/80")).rejects.toMatchObject({ constraint });
    expect((await add("192.0.2.0/24")).rowCount).toBe(1);
    expect((await add("2001:db8:0:1::/64")).rowCount).toBe(1);
  });

  test("a second open invitation of one address, and an entry that brings its own seal", async () => {
    const { app, mine } = await setting();
    const again = `INSERT INTO invitations (tenant_id, id, role, name_sealed, contact_sealed, contact_index, token_hash, created_by, expires_at)
      SELECT tenant_id, gen_random_uuid(), role, 'v1', 'v1', contact_index, 'other', 'usr_test', expires_at FROM invitations`;
    await expect(inTenant(app, mine.tenant, () => app.query(again))).rejects.toMatchObject({
      constraint: "invitations_open_key",
    });
    const forged = `INSERT INTO audit_entries (tenant_id, table_name, row_id, action, chain_number, prev, hash)
      VALUES ($1, 'users', $2, 'update', 1, 'a', 'b')`;
    await expect(inTenant(app, mine.tenant, () => app.query(forged, [mine.tenant, mine.user]))).rejects.toMatchObject({
      code: "42501",
    });
  });
});
