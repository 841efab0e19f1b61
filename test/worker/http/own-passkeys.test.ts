import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { newRowId } from "../../../src/platform/new-row-id.ts";
import { accountObject } from "../../../src/platform/object-stubs.ts";
import type { UserRole } from "../../../src/protocol/account.ts";
import type { UserId } from "../../../src/protocol/ids.ts";
import { userToken } from "../access/identities.ts";
import { newOffice } from "../services/people-fixture.ts";
import { bearer, call, codeOf } from "./call.ts";
import { newNetwork } from "./person.ts";

const PASSKEY = { publicKey: "key", counter: 0, transports: [], name: "Phone" };

/** Somebody signed in, with these passkeys. */
async function member(role: UserRole, credentialIds: string[]) {
  const { tenantId } = await newOffice();
  const userId: UserId = newRowId.user();
  const storeCode = role === "store" ? "mill" : null;
  const account = accountObject(env, tenantId, userId);
  await account.setProfile({ role, status: "active", storeCode, regionIds: null });
  for (const credentialId of credentialIds) await account.addPasskey({ ...PASSKEY, credentialId });
  const accessToken = await userToken({ kind: "user", tenantId, userId, role, sessionId: "test" });
  const network = { "cf-connecting-ip": newNetwork() };
  const headers = { authorization: `Bearer ${accessToken}`, ...network };
  const remove = (id: string) => call(`/api/v1/auth/passkeys/${id}`, { method: "DELETE", headers });
  const left = async () => {
    const { passkeys }: { passkeys: { id: string }[] } = await (
      await call("/api/v1/auth/factors", bearer({ accessToken }))
    ).json();
    return passkeys.map(({ id }) => id);
  };
  return { remove, left };
}

test("an admin removes a passkey, but not the last factor", async () => {
  const { remove, left } = await member("admin", ["phone", "laptop"]);
  expect((await remove("phone")).status).toBe(200);
  const refused = await remove("laptop");
  expect(refused.status).toBe(409);
  expect(await codeOf(refused)).toBe("last-factor");
  expect(await left()).toEqual(["laptop"]);
});

test("a store may go back to codes alone", async () => {
  const { remove, left } = await member("store", ["phone"]);
  expect((await remove("phone")).status).toBe(200);
  expect(await left()).toEqual([]);
});

test("nobody removes what is not theirs, or is gone already", async () => {
  const [mine, other] = [await member("store", ["mine"]), await member("store", ["other"])];
  expect(await codeOf(await mine.remove("other"))).toBe("not-found");
  expect(await other.left()).toEqual(["other"]);
  await mine.remove("mine");
  expect(await codeOf(await mine.remove("mine"))).toBe("not-found");
});
