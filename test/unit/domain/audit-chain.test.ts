import fc from "fast-check";
import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import {
  type AuditFacts,
  canonicalJson,
  type ChainHash,
  type ChainHead,
  GENESIS,
  nextLink,
  type SealedEntry,
  verifyChain,
} from "../../../src/domain/audit-chain.ts";
import { typeIdFromBytes } from "../../../src/domain/typeid.ts";
import { AuditId, TenantId } from "../../../src/protocol/ids.ts";

const keyed =
  (key: string): ChainHash =>
  async (text) =>
    createHmac("sha256", key).update(text).digest("hex");
const hash = keyed("the writer's");
const tenantId = TenantId.parse(typeIdFromBytes("tnt", new Uint8Array(16)));

function facts(number: number, name = `shop ${number}`): AuditFacts {
  return {
    id: AuditId.parse(typeIdFromBytes("aud", new Uint8Array(16).fill(number))),
    tenantId,
    position: number * 3,
    at: 1_700_000_000_000 + number,
    actor: "usr_test",
    requestId: null,
    table: "webhooks",
    rowId: "018d0000-0000-7000-8000-000000000001",
    action: "update",
    before: { name: "old" },
    after: { name },
  };
}

async function chainOf(count: number, head: ChainHead = GENESIS, by = hash): Promise<SealedEntry[]> {
  const entries: SealedEntry[] = [];
  let last = head;
  for (let number = head.number + 1; number <= head.number + count; number++) {
    const link = await nextLink(by, last, facts(number));
    entries.push({ facts: facts(number), link });
    last = link;
  }
  return entries;
}

async function* stream(entries: readonly SealedEntry[]): AsyncGenerator<SealedEntry> {
  yield* entries;
}

const verify = async (entries: readonly SealedEntry[], head?: ChainHead) => verifyChain(hash, stream(entries), head);
const idOf = (number: number) => facts(number).id;

describe("an audit chain", () => {
  test("of untouched entries holds, and tells its head", async () => {
    const entries = await chainOf(5);
    const last = entries[4]?.link;
    const head = { number: 5, hash: last?.hash };
    expect(await verify(entries)).toEqual({ ok: true, value: head });
    expect(await verify([])).toEqual({ ok: true, value: GENESIS });
  });

  test("names the entry that was changed, whatever was changed in it", async () => {
    const entries = await chainOf(5);
    const changes: Partial<AuditFacts>[] = [
      { actor: null },
      { at: 0 },
      { position: 1 },
      { requestId: "req-2" },
      { table: "users" },
      { rowId: "018d0000-0000-7000-8000-000000000002" },
      { action: "delete" },
      { before: null },
      { after: { name: "shop 3", more: 1 } },
      { id: idOf(9) },
      { tenantId: TenantId.parse(typeIdFromBytes("tnt", new Uint8Array(16).fill(1))) },
    ];
    for (const change of changes) {
      const bent = entries.map((entry, i) => (i === 2 ? { ...entry, facts: { ...entry.facts, ...change } } : entry));
      expect(await verify(bent)).toMatchObject({ ok: false, error: { tag: "wrong-hash", number: 3 } });
    }
  });

  test("names the number of an entry that was removed", async () => {
    const entries = await chainOf(5);
    expect(await verify(entries.toSpliced(1, 1))).toEqual({ ok: false, error: { tag: "missing", number: 2 } });
    expect(await verify(entries.slice(1))).toEqual({ ok: false, error: { tag: "missing", number: 1 } });
  });

  test("names the first of two whose contents were swapped", async () => {
    const swapped = (await chainOf(5)).map((entry, i) => ({
      ...entry,
      facts: { ...entry.facts, after: facts(i === 1 ? 4 : i === 3 ? 2 : i + 1).after },
    }));
    expect(await verify(swapped)).toEqual({ ok: false, error: { tag: "wrong-hash", number: 2, id: idOf(2) } });
  });

  test("names the first entry of a tail that was made without the key", async () => {
    const entries = await chainOf(3);
    const head = entries[2]?.link ?? GENESIS;
    const forged = await chainOf(2, head, keyed("a guess"));
    expect(await verify([...entries, ...forged])).toEqual({
      ok: false,
      error: { tag: "wrong-hash", number: 4, id: idOf(4) },
    });
    const beside = await chainOf(1, { number: 3, hash: "f".repeat(64) });
    expect(await verify([...entries, ...beside])).toMatchObject({ error: { tag: "wrong-prev", number: 4 } });
  });

  test("that was cut off is found by its writer's head alone", async () => {
    const entries = await chainOf(5);
    const head = { number: 5, hash: entries[4]?.link.hash ?? "" };
    expect(await verify(entries, head)).toMatchObject({ ok: true });
    expect(await verify(entries.slice(0, 4))).toMatchObject({ ok: true });
    expect(await verify(entries.slice(0, 4), head)).toEqual({
      ok: false,
      error: { tag: "unexpected-end", number: 4 },
    });
  });
});

describe("canonical JSON", () => {
  test("is the same for equal values, whatever order their keys came in", () => {
    const shuffled = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(shuffled);
      if (typeof value !== "object" || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .toReversed()
          .map(([key, part]) => [key, shuffled(part)]),
      );
    };
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(canonicalJson(shuffled(value))).toBe(canonicalJson(value));
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
    expect(canonicalJson({ b: [{ d: 1, c: 2 }], a: null })).toBe('{"a":null,"b":[{"c":2,"d":1}]}');
  });
});
