import { assert, asyncProperty, string } from "fast-check";
import { importJWK, SignJWT } from "jose";
import { beforeAll, describe, expect, test } from "vitest";
import {
  ACCESS_TOKEN_SECONDS,
  type AccessSubject,
  issueAccessToken,
  TOKEN_REGIONS_MAX,
  verifyAccessToken,
} from "../../../src/platform/access-token.ts";
import { textToBase64url } from "../../../src/platform/base64url-text.ts";
import { makeSigningKey, type SigningKeys } from "../../../src/platform/signing-keys.ts";
import { TOKEN_MAX_CHARACTERS } from "../../../src/platform/signed-token.ts";
import { issueStepTicket } from "../../../src/platform/step-ticket.ts";
import { DriverId, RegionId, TenantId, UserId } from "../../../src/protocol/ids.ts";
import { keysOf, type PrivateJwk } from "../../support/signing-keys.ts";

const NOW = Date.UTC(2026, 0, 1);
const NOW_SECONDS = NOW / 1_000;
const SUFFIX = "01h455vb4pex5vsknk084sn02q";
const tenantId = TenantId.parse(`tnt_${SUFFIX}`);
const REGION = RegionId.parse(`reg_${SUFFIX}`);
const USER = UserId.parse(`usr_${SUFFIX}`);
const DRIVER_ID = DriverId.parse(`drv_${SUFFIX}`);
const DISPATCHER: AccessSubject = {
  tenantId,
  personId: USER,
  sessionId: "session-1",
  profile: { role: "dispatcher", storeCode: null, regionIds: [REGION] },
};
const STORE: AccessSubject = { ...DISPATCHER, profile: { role: "store", storeCode: "S-1", regionIds: null } };
const DRIVER: AccessSubject = {
  tenantId,
  personId: DRIVER_ID,
  sessionId: "session-2",
  profile: { role: "driver", storeCode: null, regionIds: null },
};

const INVALID = { ok: false, error: { tag: "invalid" } };
const EXPIRED = { ok: false, error: { tag: "expired" } };

let jwk: PrivateJwk;
let keys: SigningKeys;

beforeAll(async () => {
  jwk = await makeSigningKey();
  keys = await keysOf(jwk);
});

/** Signed by the real key, and right but for what is given. */
async function forge(claims: Record<string, unknown> = {}, header: Record<string, unknown> = {}): Promise<string> {
  const right = { iss: "doorstep", aud: "doorstep-api", sub: DRIVER_ID, tid: tenantId, role: "driver", sid: "s" };
  const times = { iat: NOW_SECONDS, exp: NOW_SECONDS + ACCESS_TOKEN_SECONDS, jti: "j" };
  return new SignJWT({ ...right, ...times, ...claims })
    .setProtectedHeader({ alg: "EdDSA", typ: "at+jwt", kid: jwk.kid, ...header })
    .sign(await importJWK(jwk, "EdDSA"));
}

describe("access token", () => {
  test("makes a caller of whom it was issued for", async () => {
    const user = { kind: "user", tenantId, userId: USER, sessionId: "session-1" };
    const callers = [
      { subject: DISPATCHER, caller: { ...user, role: "dispatcher", regionIds: [REGION] } },
      { subject: STORE, caller: { ...user, role: "store", storeCode: "S-1" } },
      { subject: DRIVER, caller: { kind: "driver", tenantId, driverId: DRIVER_ID, sessionId: "session-2" } },
    ];
    for (const { subject, caller } of callers) {
      const token = await issueAccessToken(keys, subject, NOW);
      expect(await verifyAccessToken(keys, token, NOW)).toEqual({ ok: true, value: caller });
    }
  });

  test("carries the names and times that others can check", async () => {
    const [header = "", payload = ""] = (await issueAccessToken(keys, DISPATCHER, NOW)).split(".");
    expect(JSON.parse(Buffer.from(header, "base64url").toString())).toEqual({
      alg: "EdDSA",
      typ: "at+jwt",
      kid: jwk.kid,
    });
    expect(JSON.parse(Buffer.from(payload, "base64url").toString())).toEqual({
      iss: "doorstep",
      aud: "doorstep-api",
      sub: DISPATCHER.personId,
      tid: tenantId,
      role: "dispatcher",
      sid: "session-1",
      rg: [REGION],
      iat: NOW_SECONDS,
      exp: NOW_SECONDS + 600,
      jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  test("the largest one fits, and what could not be read back is not issued", async () => {
    const regionIds = Array.from({ length: TOKEN_REGIONS_MAX }, () => REGION);
    const scoped = (ids: string[]): AccessSubject => ({
      ...DISPATCHER,
      profile: { role: "dispatcher", storeCode: "S".repeat(64), regionIds: ids },
    });
    const token = await issueAccessToken(keys, scoped(regionIds), NOW);
    expect(token.length).toBeLessThanOrEqual(TOKEN_MAX_CHARACTERS);
    expect(await verifyAccessToken(keys, token, NOW)).toMatchObject({ ok: true });
    await expect(issueAccessToken(keys, scoped([...regionIds, REGION]), NOW)).rejects.toThrow("rg");
  });

  test("lives ten minutes, give or take five seconds of clock", async () => {
    const token = await issueAccessToken(keys, DRIVER, NOW);
    const at = async (seconds: number) => verifyAccessToken(keys, token, NOW + seconds * 1_000);
    expect(await at(604)).toMatchObject({ ok: true });
    expect(await at(605)).toEqual(EXPIRED);
    expect(await at(-5)).toMatchObject({ ok: true });
    expect(await at(-6)).toEqual(INVALID);
  });

  test("an otherwise right forgery passes, so each one below fails for its own reason", async () => {
    expect(await verifyAccessToken(keys, await forge(), NOW)).toMatchObject({ ok: true });
  });

  test.each<[string, Record<string, unknown>]>([
    ["another issuer", { iss: "elsewhere" }],
    ["another audience", { aud: "doorstep-sign-in" }],
    ["no issuer", { iss: undefined }],
    ["no audience", { aud: undefined }],
    ["no end", { exp: undefined }],
    ["no beginning", { iat: undefined }],
    ["no id", { jti: undefined }],
    ["a beginning in the future", { iat: NOW_SECONDS + 60 }],
    ["a start in the future", { nbf: NOW_SECONDS + 60 }],
    ["an end that is no number", { exp: "tomorrow" }],
    ["a role that does not exist", { role: "owner" }],
    ["a user's role on a driver", { role: "admin" }],
    ["a driver's role on a user", { sub: USER }],
    ["a tenant that is none", { tid: "tnt_1" }],
    ["a session that is none", { sid: "" }],
    ["no person", { sub: undefined }],
  ])("refuses %s", async (_, claims) => {
    expect(await verifyAccessToken(keys, await forge(claims), NOW)).toEqual(INVALID);
  });

  test("a longer life than ours is not granted, whatever the token says", async () => {
    const token = await forge({ exp: NOW_SECONDS + 86_400 });
    expect(await verifyAccessToken(keys, token, NOW + 606_000)).toEqual(EXPIRED);
  });

  test.each<[string, Record<string, unknown>]>([
    ["another type", { typ: "step+jwt" }],
    ["the plain type", { typ: "JWT" }],
    ["no type", { typ: undefined }],
    ["an unknown key", { kid: "unknown" }],
    ["no key", { kid: undefined }],
  ])("refuses a header with %s", async (_, header) => {
    expect(await verifyAccessToken(keys, await forge({}, header), NOW)).toEqual(INVALID);
  });

  test("a half-way ticket is no access token", async () => {
    const ticket = await issueStepTicket(keys, { personId: USER, tenantId, purpose: "second-factor" }, NOW);
    expect(await verifyAccessToken(keys, ticket, NOW)).toEqual(INVALID);
  });

  test.each(["none", "None", "NONE", ""])("algorithm %j is refused, with and without a signature", async (alg) => {
    const [, payload = "", signature = ""] = (await forge()).split(".");
    const header = textToBase64url(JSON.stringify({ alg, typ: "at+jwt", kid: jwk.kid }));
    expect(await verifyAccessToken(keys, `${header}.${payload}.`, NOW)).toEqual(INVALID);
    expect(await verifyAccessToken(keys, `${header}.${payload}.${signature}`, NOW)).toEqual(INVALID);
  });

  test.each(["HS256", "HS512"])("%s keyed with what is public of our key is refused", async (alg) => {
    const [, payload = ""] = (await forge()).split(".");
    const claims: unknown = JSON.parse(Buffer.from(payload, "base64url").toString());
    const published = JSON.stringify(keys.jwks.keys[0]);
    for (const secret of [Buffer.from(jwk.x), Buffer.from(jwk.x, "base64url"), Buffer.from(published)]) {
      // HS512 asks for 64 bytes.
      const padded = Buffer.concat([secret, Buffer.alloc(64)]);
      const token = await new SignJWT(Object.assign({}, claims))
        .setProtectedHeader({ alg, typ: "at+jwt", kid: jwk.kid })
        .sign(padded);
      expect(await verifyAccessToken(keys, token, NOW)).toEqual(INVALID);
    }
  });

  test("one changed character anywhere is noticed", async () => {
    const token = await issueAccessToken(keys, DRIVER, NOW);
    const changed = Array.from(token, (character, at) => {
      // A changes to g, anything else to A: both in bits that count, also where the last character is half padding.
      return token.slice(0, at) + (character === "A" ? "g" : "A") + token.slice(at + 1);
    });
    const verdicts = await Promise.all(changed.map((text) => verifyAccessToken(keys, text, NOW)));
    expect(verdicts.filter(({ ok }) => ok)).toEqual([]);
    expect(verdicts.length).toBeGreaterThan(300);
  });

  test("a token beyond 4 KiB is refused unread", async () => {
    const token = await forge({ pad: "x".repeat(TOKEN_MAX_CHARACTERS) });
    expect(await verifyAccessToken(keys, token, NOW)).toEqual(INVALID);
  });

  test("text of any kind is refused and never throws", async () => {
    const [header = "", payload = "", signature = ""] = (await forge()).split(".");
    await assert(
      asyncProperty(string({ unit: "binary" }), async (text) => {
        const encoded = textToBase64url(text);
        for (const token of [
          text,
          `${encoded}.${payload}.${signature}`,
          `${header}.${encoded}.${signature}`,
          `${header}.${payload}.${encoded}`,
        ]) {
          expect(await verifyAccessToken(keys, token, NOW)).toEqual(INVALID);
        }
      }),
    );
  });
});

describe("changing keys", () => {
  test("while two keys live both verify, and the first signs", async () => {
    const next = await makeSigningKey();
    const old = await issueAccessToken(keys, DRIVER, NOW);
    const both = await keysOf(next, jwk);
    const fresh = await issueAccessToken(both, DRIVER, NOW);
    expect(await verifyAccessToken(both, old, NOW)).toMatchObject({ ok: true });
    expect(await verifyAccessToken(both, fresh, NOW)).toMatchObject({ ok: true });
    expect(await verifyAccessToken(await keysOf(next), fresh, NOW)).toMatchObject({ ok: true });
  });

  test("a retired key's tokens are refused, also under the name of the new one", async () => {
    const next = await keysOf(await makeSigningKey());
    expect(await verifyAccessToken(next, await forge(), NOW)).toEqual(INVALID);
    expect(await verifyAccessToken(next, await forge({}, { kid: next.signer.kid }), NOW)).toEqual(INVALID);
  });
});
