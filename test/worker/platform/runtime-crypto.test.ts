import { expect, test } from "vitest";
import { issueAccessToken, verifyAccessToken } from "../../../src/platform/access-token.ts";
import { parsePhoneNumber } from "../../../src/platform/phone-number.ts";
import { importSigningKeys, makeSigningKey } from "../../../src/platform/signing-keys.ts";
import { TenantId, UserId } from "../../../src/protocol/ids.ts";
import { keysOf } from "../../support/signing-keys.ts";

// The rules are tested in Node; these say that the runtime of production has what they build on.
const NOW = Date.UTC(2026, 0, 1);
const tenantId = TenantId.parse("tnt_01h455vb4pex5vsknk084sn02q");
const personId = UserId.parse("usr_01h455vb4pex5vsknk084sn02q");

test("tokens are signed and verified here", async () => {
  const keys = await keysOf(await makeSigningKey(), await makeSigningKey());
  const profile = { role: "admin", storeCode: null, regionIds: null } as const;
  const token = await issueAccessToken(keys, { tenantId, personId, sessionId: "s", profile }, NOW);
  expect(await verifyAccessToken(keys, token, NOW)).toMatchObject({ ok: true, value: { userId: personId } });
  expect(await verifyAccessToken(await keysOf(await makeSigningKey()), token, NOW)).toMatchObject({ ok: false });
});

test("a pair put together from two keys is found out here too", async () => {
  const [a, b] = [await makeSigningKey(), await makeSigningKey()];
  expect(await importSigningKeys(JSON.stringify([{ ...b, x: a.x }]))).toMatchObject({ ok: false });
});

test("phone numbers are read here", async () => {
  expect(parsePhoneNumber("+44 7400 123456")).toEqual({ ok: true, value: "+447400123456" });
});
