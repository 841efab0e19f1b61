import { describe, expect, test } from "vitest";
import { importSigningKeys, makeSigningKey } from "../../../src/platform/signing-keys.ts";

async function problemsOf(value: unknown): Promise<readonly string[]> {
  const keys = await importSigningKeys(typeof value === "string" ? value : JSON.stringify(value));
  return keys.ok ? [] : keys.error.problems;
}

describe("signing keys", () => {
  test("the first of three signs, and each verifies what it signed", async () => {
    const made = await Promise.all([makeSigningKey(), makeSigningKey(), makeSigningKey()]);
    const keys = await importSigningKeys(JSON.stringify(made));
    if (!keys.ok) throw new Error(keys.error.problems.join());
    expect(keys.value.signer.kid).toBe(made[0]?.kid);
    expect([...keys.value.verifiers.keys()]).toEqual(made.map(({ kid }) => kid));
    const data = new TextEncoder().encode("signed");
    const signature = await crypto.subtle.sign("Ed25519", keys.value.signer.key, data);
    const verified = [...keys.value.verifiers.values()].map((key) =>
      crypto.subtle.verify("Ed25519", key, signature, data),
    );
    expect(await Promise.all(verified)).toEqual([true, false, false]);
  });

  test("the public list holds no private part, and keys in memory cannot be taken out", async () => {
    const made = await makeSigningKey();
    const keys = await importSigningKeys(JSON.stringify([made]));
    if (!keys.ok) throw new Error(keys.error.problems.join());
    expect(keys.value.jwks).toEqual({
      keys: [{ kty: "OKP", crv: "Ed25519", use: "sig", alg: "EdDSA", kid: made.kid, x: made.x }],
    });
    expect(JSON.stringify(keys.value)).not.toContain(made.d);
    expect(keys.value.signer.key.extractable).toBe(false);
  });

  test("no two new keys are alike", async () => {
    const [a, b] = [await makeSigningKey(), await makeSigningKey()];
    expect(a.kid).not.toBe(b.kid);
    expect(a.d).not.toBe(b.d);
  });

  test("what is no list of one to three distinct Ed25519 keys is refused, without showing a value", async () => {
    const key = await makeSigningKey();
    const four = await Promise.all([0, 1, 2, 3].map(makeSigningKey));
    const { d: _, ...halved } = key;
    const wrong = [
      "",
      "[",
      "{}",
      [],
      four,
      [key, key],
      [halved],
      [{ ...key, crv: "X25519" }],
      [{ ...key, kty: "oct" }],
    ];
    for (const value of [...wrong, [{ ...key, kid: "" }], [{ ...key, d: "short" }]]) {
      const problems = await problemsOf(value);
      expect({ value, refused: problems.length > 0 }).toEqual({ value, refused: true });
      expect(problems.join()).not.toContain(key.d);
    }
  });

  test("a pair put together from two keys is named", async () => {
    const [a, b] = [await makeSigningKey(), await makeSigningKey()];
    expect(await problemsOf([a, { ...b, x: a.x }])).toEqual([`${b.kid}: x does not belong to d`]);
  });
});
