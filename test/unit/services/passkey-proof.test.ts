import fc from "fast-check";
import { expect, test } from "vitest";
import { toBase64url } from "../../../src/platform/base64url.ts";
import { verifyAssertion, verifyNewPasskey } from "../../../src/services/passkey-proof.ts";
import { relyingPartyOf } from "../../../src/services/relying-party.ts";
import { cborBytes, cborInt, cborMap, cborText } from "../../support/cbor.ts";
import * as signer from "../../support/passkey-signer.ts";

const ORIGIN = "https://console.example";
const RP_ID = "console.example";
const RELYING_PARTY = relyingPartyOf(ORIGIN, "Doorstep");
const { present, verified, keyAttached, extended } = signer.FLAGS;
const CONFIRMED = present | verified;
const CREATED = CONFIRMED | keyAttached;
const RUNS = 2_000;
const always = () => Promise.resolve(true);

const ed25519 = await signer.passkeySigner("Ed25519");
const publicKey = toBase64url(ed25519.cose);
const created = signer.clientData("webauthn.create", ORIGIN);
const used = signer.clientData("webauthn.get", ORIGIN);
const attached = signer.attachedKey(ed25519.cose);
const extension = Uint8Array.from(cborMap([[cborText("credProtect"), cborInt(2)]]));

const refusal = (cause: string) => ({ ok: false, error: { tag: "not-verified", cause } });

async function register(tail: Uint8Array, { flags = CREATED, data = created, rpId = RP_ID } = {}) {
  const attestation = signer.attestation(await signer.authenticatorData(rpId, flags, tail));
  return verifyNewPasskey(RELYING_PARTY, signer.registration(data, attestation), always);
}

async function assertWith({ flags = CONFIRMED, data = used, rpId = RP_ID, tail = new Uint8Array() } = {}) {
  const bytes = await signer.authenticatorData(rpId, flags, tail);
  const answer = signer.assertion(data, bytes, await ed25519.sign(bytes, data));
  return verifyAssertion(RELYING_PARTY, answer, publicKey, always);
}

test.each(["Ed25519", "RS256"] as const)("a key of %s is taken, and verifies what it signed alone", async (kind) => {
  const key = await signer.passkeySigner(kind);
  const made = await register(signer.attachedKey(key.cose));
  expect(made).toMatchObject({ ok: true, value: { publicKey: toBase64url(key.cose), counter: 258 } });
  const data = await signer.authenticatorData(RP_ID);
  const answer = signer.assertion(used, data, await key.sign(data, used));
  expect(await verifyAssertion(RELYING_PARTY, answer, toBase64url(key.cose), always)).toEqual({
    ok: true,
    value: { counter: 258 },
  });
  const later = Uint8Array.from(data);
  later[36] = 3;
  const turned = signer.assertion(used, later, answer.response.signature);
  expect(await verifyAssertion(RELYING_PARTY, turned, toBase64url(key.cose), always)).toEqual(refusal("signature"));
});

test.each([
  ["of another host", { rpId: "evil.example" }, "host"],
  ["without the owner's touch", { flags: verified }, "user-absent"],
  ["without the owner's face, finger or PIN", { flags: present }, "user-unverified"],
  ["for another origin", { data: signer.clientData("webauthn.get", "https://evil.example") }, "origin"],
  ["in somebody else's frame", { data: signer.clientData("webauthn.get", ORIGIN, { crossOrigin: true }) }, "embedded"],
  ["made for a registration", { data: created }, "type"],
  ["with a byte that nothing announces", { tail: Uint8Array.of(0) }, "authenticator-data"],
  ["that is a copy and may be none", { flags: CONFIRMED | 0x10 }, "authenticator-data"],
])("a genuine signature %s proves nothing", async (_, deviation, cause) => {
  expect(await assertWith(deviation)).toEqual(refusal(cause));
});

test("extensions may follow when they are announced", async () => {
  expect(await assertWith({ flags: CONFIRMED | extended, tail: extension })).toMatchObject({ ok: true });
  const both = signer.joined(attached, extension);
  expect(await register(both, { flags: CREATED | extended })).toMatchObject({ ok: true });
  expect(await register(both)).toEqual(refusal("authenticator-data"));
  expect(await register(attached, { flags: CREATED | extended })).toEqual(refusal("authenticator-data"));
});

test("a registration brings a key, under its own name", async () => {
  expect(await register(new Uint8Array(), { flags: CONFIRMED })).toEqual(refusal("authenticator-data"));
  const renamed = signer.attachedKey(ed25519.cose, Uint8Array.of(9));
  expect(await register(renamed)).toEqual(refusal("credential-id"));
  expect(await register(signer.attachedKey(ed25519.cose, new Uint8Array()))).toEqual(refusal("authenticator-data"));
  expect(await register(signer.attachedKey(ed25519.cose, new Uint8Array(1_024)))).toEqual(
    refusal("authenticator-data"),
  );
});

const point = (x: number, y: number) => [
  [cborInt(-2), cborBytes(new Uint8Array(x).fill(1))] as const,
  [cborInt(-3), cborBytes(new Uint8Array(y).fill(1))] as const,
];
const key = (type: number, algorithm: number, curve: number) => [
  [cborInt(1), cborInt(type)] as const,
  [cborInt(3), cborInt(algorithm)] as const,
  [cborInt(-1), cborInt(curve)] as const,
];

test.each([
  ["RSA of 1,024 bits", (await signer.passkeySigner("RS256 of 1,024 bits")).cose],
  ["a point that is not on P-256", cborMap([...key(2, -7, 1), ...point(32, 32)])],
  ["a coordinate of 31 bytes", cborMap([...key(2, -7, 1), ...point(31, 32)])],
  ["P-384 under the number of P-256", cborMap([...key(2, -7, 2), ...point(32, 32)])],
  ["another algorithm", cborMap([...key(2, -35, 2), ...point(48, 48)])],
  ["Ed25519 under the type of P-256", cborMap([...key(2, -8, 6), ...point(32, 32)])],
  ["no key at all", cborMap([])],
])("%s is no key of ours", async (_, cose) => {
  expect(await register(signer.attachedKey(cose))).toEqual(refusal("public-key"));
});

const genuine = signer.attestation(await signer.authenticatorData(RP_ID, CREATED, attached));

test("an answer is taken whole: cut anywhere, or one byte longer, it proves nothing", async () => {
  const verify = (bytes: Uint8Array) => verifyNewPasskey(RELYING_PARTY, signer.registration(created, bytes), always);
  expect(await verify(genuine)).toMatchObject({ ok: true });
  expect(await verify(signer.joined(genuine, Uint8Array.of(0)))).toMatchObject({ ok: false });
  for (let length = 0; length < genuine.length; length += 1) {
    expect(await verify(genuine.subarray(0, length))).toEqual(refusal("authenticator-data"));
  }
});

const noise = fc.uint8Array({ maxLength: 300 });
// Deeper than any stack: each byte opens a list of one.
const nested = fc.integer({ min: 1, max: 6_000 }).map((depth) => new Uint8Array(depth).fill(0x81));
const damaged = fc
  .tuple(fc.nat(genuine.length - 1), fc.nat(genuine.length), noise)
  .map(([from, to, bytes]) => signer.joined(genuine.subarray(0, from), bytes, genuine.subarray(Math.max(from, to))));

test("whatever a stranger sends as an attestation is refused and never thrown", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        noise,
        nested,
        noise.map((bytes) => signer.attestation(bytes)),
      ),
      async (bytes) => {
        const answer = signer.registration(created, bytes);
        expect(await verifyNewPasskey(RELYING_PARTY, answer, always)).toEqual(refusal("authenticator-data"));
      },
    ),
    { numRuns: RUNS },
  );
});

test("a damaged attestation never throws", async () => {
  await fc.assert(
    fc.asyncProperty(damaged, async (bytes) => {
      const answer = signer.registration(created, bytes);
      expect(await verifyNewPasskey(RELYING_PARTY, answer, always)).toHaveProperty("ok");
    }),
    { numRuns: RUNS },
  );
});

test("no noise is an assertion, whichever part it stands for", async () => {
  const data = await signer.authenticatorData(RP_ID);
  const right = signer.assertion(used, data, await ed25519.sign(data, used));
  expect(await verifyAssertion(RELYING_PARTY, right, publicKey, always)).toMatchObject({ ok: true });
  const part = fc.constantFrom("clientDataJSON", "authenticatorData", "signature", "publicKey");
  const text = fc.oneof(fc.string(), noise.map(toBase64url));
  await fc.assert(
    fc.asyncProperty(part, text, async (name, value) => {
      const answer = { ...right, response: { ...right.response, [name]: value } };
      const cose = name === "publicKey" ? value : publicKey;
      expect(await verifyAssertion(RELYING_PARTY, answer, cose, always)).toMatchObject({ ok: false });
    }),
    { numRuns: RUNS },
  );
});
