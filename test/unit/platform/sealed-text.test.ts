import { assert, asyncProperty, string } from "fast-check";
import { describe, expect, test } from "vitest";
import { toBase64url } from "../../../src/platform/base64url.ts";
import { makeDataKey, open, openDataKeys, openMasterKeys, seal } from "../../../src/platform/sealed-text.ts";
import { TenantId } from "../../../src/protocol/ids.ts";

const TENANT = TenantId.parse("tnt_01h455vb4pex5vsknk084sn02q");
const OTHER = TenantId.parse("tnt_01h455vb4pex5vsknk084sn02r");
const PLACE = { table: "drivers", column: "name_sealed", row: "drv_01h455vb4pex5vsknk084sn02q", tenant: TENANT };
const [KEY_A, KEY_B] = [1, 2].map((fill) => toBase64url(new Uint8Array(32).fill(fill)));

async function ringOf(...keys: (string | undefined)[]) {
  return openMasterKeys(keys.filter((key) => key !== undefined));
}

describe("sealed text", () => {
  test("any text comes back, and no two seals are alike", async () => {
    const ring = await ringOf(KEY_A);
    await assert(
      asyncProperty(string({ unit: "grapheme" }), async (text) => {
        const [first, second] = [await seal(ring, PLACE, text), await seal(ring, PLACE, text)];
        expect(first).not.toBe(second);
        expect(await open(ring, PLACE, first)).toEqual({ ok: true, value: text });
      }),
    );
  });

  test.each([
    ["table", { ...PLACE, table: "users" }],
    ["column", { ...PLACE, column: "phone_sealed" }],
    ["row", { ...PLACE, row: "drv_01h455vb4pex5vsknk084sn02r" }],
    ["tenant", { ...PLACE, tenant: OTHER }],
  ])("a value moved to another %s does not open", async (_, elsewhere) => {
    const ring = await ringOf(KEY_A);
    const sealed = await seal(ring, PLACE, "Driver One");
    expect(await open(ring, elsewhere, sealed)).toEqual({ ok: false, error: { tag: "tampered" } });
  });

  test("a key that is not in the ring is named as such, and a false one under its name does not open", async () => {
    const sealed = await seal(await ringOf(KEY_A), PLACE, "Driver One");
    const other = await ringOf(KEY_B);
    expect(await open(other, PLACE, sealed)).toEqual({ ok: false, error: { tag: "unknown-key" } });
    const relabelled = sealed.replace(/^v1\.[^.]+/, `v1.${other.current}`);
    expect(await open(other, PLACE, relabelled)).toEqual({ ok: false, error: { tag: "tampered" } });
  });

  test("while two keys live, both open and the first seals", async () => {
    const both = await ringOf(KEY_B, KEY_A);
    const old = await seal(await ringOf(KEY_A), PLACE, "sealed before");
    const fresh = await seal(both, PLACE, "sealed after");
    expect(await open(both, PLACE, old)).toEqual({ ok: true, value: "sealed before" });
    expect(await open(await ringOf(KEY_B), PLACE, fresh)).toEqual({ ok: true, value: "sealed after" });
  });

  test("one changed character anywhere is noticed", async () => {
    const ring = await ringOf(KEY_A);
    const sealed = await seal(ring, PLACE, "Driver One");
    const changed = Array.from(sealed, (character, at) => {
      // A changes to g, anything else to A: both in bits that count, also where the last character is half padding.
      return sealed.slice(0, at) + (character === "A" ? "g" : "A") + sealed.slice(at + 1);
    });
    const opened = await Promise.all(changed.map((text) => open(ring, PLACE, text)));
    expect(opened.filter((outcome) => outcome.ok)).toEqual([]);
    expect(opened.length).toBeGreaterThan(50);
    for (const text of ["", "Driver One", "v2.a.b.c", sealed.slice(0, 20)]) {
      expect(await open(ring, PLACE, text)).toEqual({ ok: false, error: { tag: "malformed" } });
    }
  });

  test("a tenant's keys open with the deployment's key, for that tenant alone", async () => {
    const master = await ringOf(KEY_A);
    const [old, fresh] = [await makeDataKey(master, TENANT), await makeDataKey(master, TENANT)];
    const sealedOld = await openDataKeys(master, TENANT, [old]).then((ring) =>
      ring.ok ? seal(ring.value, PLACE, "before") : "",
    );
    const ring = await openDataKeys(master, TENANT, [fresh, old]);
    expect(ring.ok && ring.value.current).toBe(fresh.keyId);
    expect(ring.ok && (await open(ring.value, PLACE, sealedOld))).toEqual({ ok: true, value: "before" });
    expect(await openDataKeys(master, OTHER, [old])).toEqual({ ok: false, error: { tag: "tampered" } });
    expect(await openDataKeys(await ringOf(KEY_B), TENANT, [old])).toEqual({
      ok: false,
      error: { tag: "unknown-key" },
    });
    expect(await openDataKeys(master, TENANT, [])).toEqual({ ok: false, error: { tag: "unknown-key" } });
  });

  test("a key of the wrong size is refused at once", async () => {
    await expect(openMasterKeys([toBase64url(new Uint8Array(31))])).rejects.toThrow("32 bytes, not 31");
    await expect(openMasterKeys([])).rejects.toThrow(RangeError);
  });
});
