import { env } from "cloudflare:workers";
import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { expect, test } from "vitest";
import { migrate } from "../../../src/objects/lib/sqlite-migrations.ts";

const FIRST = { id: "0001-a", sql: "CREATE TABLE a (x INTEGER)" };
const SECOND = { id: "0002-b", sql: "INSERT INTO a VALUES (7)" };

// An object's own history would stand in the way: each test clears its storage first.
async function inStorage(work: (storage: DurableObjectStorage) => void): Promise<void> {
  await runInDurableObject(env.REGION.getByName(crypto.randomUUID()), async (_, { storage }) => {
    await storage.deleteAll();
    work(storage);
  });
}

test("pending steps run in order, and none runs twice", async () => {
  await inStorage((storage) => {
    migrate(storage, [FIRST]);
    migrate(storage, [FIRST, SECOND]);
    migrate(storage, [FIRST, SECOND]);
    expect(storage.sql.exec("SELECT x FROM a").toArray()).toEqual([{ x: 7 }]);
  });
});

test("a step that fails leaves nothing behind and runs again the next time", async () => {
  await inStorage((storage) => {
    const broken = { id: "0002-b", sql: "INSERT INTO nowhere VALUES (1)" };
    expect(() => migrate(storage, [FIRST, broken])).toThrow(/nowhere/);
    expect(storage.sql.exec("SELECT name FROM sqlite_master WHERE name = 'a'").toArray()).toEqual([]);
    migrate(storage, [FIRST, SECOND]);
    expect(storage.sql.exec("SELECT count(*) AS n FROM migrations").one()).toEqual({ n: 2 });
  });
});

test("code that rewrote history, or is older than the data, refuses to run", async () => {
  await inStorage((storage) => {
    migrate(storage, [FIRST, SECOND]);
    expect(() => migrate(storage, [{ ...FIRST, id: "0001-other" }, SECOND])).toThrow("0001-a");
    expect(() => migrate(storage, [FIRST])).toThrow("0002-b");
  });
});

test("both kinds of object come back from sleep with their tables", async () => {
  for (const stub of [env.TRIP.getByName(crypto.randomUUID()), env.REGION.getByName(crypto.randomUUID())]) {
    const before = await stub.probe();
    expect(before).toBeGreaterThan(0);
    await evictDurableObject(stub);
    expect(await stub.probe()).toBe(before);
  }
});
