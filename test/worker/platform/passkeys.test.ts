import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { typeIdFromUuid } from "../../../src/domain/typeid.ts";
import { textFromBase64url, textToBase64url } from "../../../src/platform/base64url-text.ts";
import {
  beginRegistration,
  beginSecondFactor,
  beginSignIn,
  claimedOwner,
  finishRegistration,
  finishSecondFactor,
  finishSignIn,
  type PasskeyOwner,
} from "../../../src/services/passkeys.ts";
import { relyingPartyOf } from "../../../src/services/relying-party.ts";
import { DriverId, TenantId, UserId } from "../../../src/protocol/ids.ts";
import { SoftwareAuthenticator } from "../../support/software-authenticator.ts";

const ORIGIN = "https://console.example";
const HMAC_KEY = "k".repeat(43);
/** How long a challenge lives. A challenge that was given that long ago is over. */
const CHALLENGE_MS = 5 * 60_000;

function newOwner(kind: "usr" | "drv" = "usr"): PasskeyOwner {
  const id = (prefix: string) => {
    const made = typeIdFromUuid(prefix, crypto.randomUUID());
    return made.ok ? made.value : "";
  };
  const personId = kind === "usr" ? UserId.parse(id("usr")) : DriverId.parse(id("drv"));
  return { tenantId: TenantId.parse(id("tnt")), personId };
}

function desk(owner = newOwner()) {
  const account = env.ACCOUNT.getByName(`${owner.tenantId}:${owner.personId}`);
  const relyingParty = relyingPartyOf(ORIGIN, "Doorstep");
  const deps = { relyingParty, account, now: () => Date.now(), hmacKey: HMAC_KEY };
  const earlier = { ...deps, now: () => Date.now() - CHALLENGE_MS };
  return { owner, account, deps, earlier };
}

async function registered(owner = newOwner()) {
  const made = desk(owner);
  const device = await SoftwareAuthenticator.on(ORIGIN);
  const options = await beginRegistration(made.deps, owner, { name: "Dispatcher", known: [] });
  const added = await finishRegistration(made.deps, await device.create(options), "Desk key");
  if (!added.ok) throw new Error(`registration: ${added.error.tag}`);
  return { ...made, device };
}

function refused(tag: string) {
  return { ok: false, error: expect.objectContaining({ tag }) };
}

// The whole Worker, and the verifier's 400 modules, which the test runner loads one by one.
const LOAD_TIMEOUT_MS = 60_000;

beforeAll(async () => {
  await Promise.all([desk().account.factors(), import("../../../src/services/passkey-proof.ts")]);
}, LOAD_TIMEOUT_MS);

describe("registration", () => {
  test("asks for a passkey that is kept by the device, opened by its owner and bound to the host", async () => {
    const { owner, deps } = desk();
    const options = await beginRegistration(deps, owner, { name: "Dispatcher", known: ["YWJj"] });
    expect(options).toMatchObject({
      rp: { id: "console.example", name: "Doorstep" },
      excludeCredentials: [{ type: "public-key", id: "YWJj" }],
      authenticatorSelection: { residentKey: "required", userVerification: "required" },
      attestation: "none",
    });
    expect(textFromBase64url(options.user.id)?.length).toBeLessThanOrEqual(64);
  });

  test("keeps the key, its counter and its name", async () => {
    const { account, device } = await registered();
    expect(await account.findPasskey(device.credentialId)).toMatchObject({ counter: 0, name: "Desk key" });
  });

  test.each([
    ["another origin", { origin: "https://console.example.evil.example" }, "not-verified"],
    ["another host", { rpId: "evil.example" }, "not-verified"],
    ["an owner who was not verified", { userVerified: false }, "not-verified"],
    ["a challenge of its own", { challenge: "AAAA" }, "challenge"],
  ])("refuses %s", async (_, deviation, tag) => {
    const { owner, account, deps } = desk();
    const device = await SoftwareAuthenticator.on(ORIGIN);
    const options = await beginRegistration(deps, owner, { name: "Dispatcher", known: [] });
    const response = await device.create(options, deviation);
    expect(await finishRegistration(deps, response, "Desk key")).toEqual(refused(tag));
    expect((await account.factors()).passkeys).toEqual([]);
  });

  test("the same passkey is not kept twice", async () => {
    const { owner, deps, device } = await registered();
    const again = await device.create(await beginRegistration(deps, owner, { name: "Dispatcher", known: [] }));
    expect(await finishRegistration(deps, again, "Twin")).toEqual(refused("not-kept"));
  });

  test("takes each challenge once, for its purpose and in its time", async () => {
    const { owner, deps, earlier } = desk();
    const device = await SoftwareAuthenticator.on(ORIGIN);
    const begin = (at = deps) => beginRegistration(at, owner, { name: "Dispatcher", known: [] });
    const response = await device.create(await begin());
    expect(await finishRegistration(deps, response, "first")).toMatchObject({ ok: true });
    expect(await finishRegistration(deps, response, "again")).toEqual(refused("challenge"));
    const { challenge } = await beginSecondFactor(deps);
    const borrowed = await device.create({ ...(await begin()), challenge });
    expect(await finishRegistration(deps, borrowed, "borrowed")).toEqual(refused("challenge"));
    const late = await device.create(await begin(earlier));
    expect(await finishRegistration(deps, late, "late")).toEqual(refused("challenge"));
  });
});

describe("second factor", () => {
  test("the account's own passkey opens it, again and again, each time with a new challenge", async () => {
    const { account, deps, device } = await registered();
    for (const counter of [1, 2]) {
      const response = await device.get(await beginSecondFactor(deps));
      expect(await finishSecondFactor(deps, response)).toEqual({
        ok: true,
        value: { credentialId: device.credentialId },
      });
      expect(await account.findPasskey(device.credentialId)).toMatchObject({ counter });
    }
  });

  test.each([
    ["another origin", { origin: "https://evil.example" }, "not-verified"],
    ["another host", { rpId: "evil.example" }, "not-verified"],
    ["an owner who was not verified", { userVerified: false }, "not-verified"],
    ["a challenge of its own", { challenge: "AAAA" }, "challenge"],
  ])("refuses %s", async (_, deviation, tag) => {
    const { deps, device } = await registered();
    const response = await device.get(await beginSecondFactor(deps), deviation);
    expect(await finishSecondFactor(deps, response)).toEqual(refused(tag));
  });

  test("an answer that is played again is refused", async () => {
    const { deps, device } = await registered();
    const response = await device.get(await beginSecondFactor(deps));
    expect(await finishSecondFactor(deps, response)).toMatchObject({ ok: true });
    expect(await finishSecondFactor(deps, response)).toEqual(refused("challenge"));
  });

  test("a counter that went back gives the copy away, and only to a genuine signature", async () => {
    const { account, deps, device } = await registered();
    await finishSecondFactor(deps, await device.get(await beginSecondFactor(deps)));
    device.counter = 0;
    const copied = await device.get(await beginSecondFactor(deps));
    expect(await finishSecondFactor(deps, copied)).toEqual(refused("copied"));
    device.counter = 0;
    const forged = await device.get(await beginSecondFactor(deps));
    const signature = `${forged.response.signature.slice(0, -4)}AAAA`;
    const answer = { ...forged, response: { ...forged.response, signature } };
    expect(await finishSecondFactor(deps, answer)).toEqual(refused("not-verified"));
    expect(await account.findPasskey(device.credentialId)).toMatchObject({ counter: 1 });
  });

  test("somebody else's passkey does not open it, not even under the name of the right one", async () => {
    const mine = await registered();
    const theirs = await registered();
    const response = await theirs.device.get(await beginSecondFactor(mine.deps));
    expect(await finishSecondFactor(mine.deps, response)).toEqual(refused("unknown-passkey"));
    const id = mine.device.credentialId;
    const renamed = { ...(await theirs.device.get(await beginSecondFactor(mine.deps))), id, rawId: id };
    expect(await finishSecondFactor(mine.deps, renamed)).toEqual(refused("not-verified"));
  });

  test.each(["", "AAAA", "e30", "bnVsbA", "*"])(
    "client data that is no client data (%j) is refused",
    async (clientDataJSON) => {
      const { deps, device } = await registered();
      const response = await device.get(await beginSecondFactor(deps));
      const answer = { ...response, response: { ...response.response, clientDataJSON } };
      expect(await finishSecondFactor(deps, answer)).toEqual(refused("challenge"));
    },
  );
});

describe("sign-in without a name", () => {
  test.each(["usr", "drv"] as const)("the passkey says whose it is, a %s_", async (kind) => {
    const { owner, deps, device } = await registered(newOwner(kind));
    const response = await device.get(await beginSignIn(deps));
    expect(claimedOwner(response)).toEqual(owner);
    expect(await finishSignIn(deps, response)).toMatchObject({ ok: true });
  });

  test("an answer that is played again is refused", async () => {
    const { deps, device } = await registered();
    const response = await device.get(await beginSignIn(deps));
    expect(await finishSignIn(deps, response)).toMatchObject({ ok: true });
    expect(await finishSignIn(deps, response)).toEqual(refused("challenge"));
  });

  test("a challenge that is over, was sealed by another key or changed is refused", async () => {
    const { deps, earlier, device } = await registered();
    const late = await device.get(await beginSignIn(earlier));
    expect(await finishSignIn(deps, late)).toEqual(refused("challenge"));
    const foreign = await device.get(await beginSignIn({ ...deps, hmacKey: "o".repeat(43) }));
    expect(await finishSignIn(deps, foreign)).toEqual(refused("challenge"));
    const options = await beginSignIn(deps);
    const sealed = textFromBase64url(options.challenge) ?? "";
    const longer = sealed.replace(/\.\d+\./, `.${Date.now() + 2 * CHALLENGE_MS}.`);
    expect(longer).not.toBe(sealed);
    const challenge = textToBase64url(longer);
    expect(await finishSignIn(deps, await device.get({ ...options, challenge }))).toEqual(refused("challenge"));
  });

  test.each([null, "", "*", "A", "dG50XzE", textToBase64url(`${newOwner().tenantId}.${newOwner().personId}.x`)])(
    "a handle that names nobody (%j) is nobody's",
    async (userHandle) => {
      const { deps, device } = await registered();
      const response = await device.get(await beginSignIn(deps));
      expect(claimedOwner({ ...response, response: { ...response.response, userHandle } })).toBeUndefined();
    },
  );
});
