import { env } from "cloudflare:workers";
import { runInDurableObject } from "cloudflare:test";
import { expect, test } from "vitest";
import { ALARM_SLOTS, AlarmSlots } from "../../../src/objects/lib/alarm-slots.ts";
import { migrate } from "../../../src/objects/lib/sqlite-migrations.ts";

// An hour ahead: no alarm fires by itself while a test looks at it.
const LATER = Date.now() + 3_600_000;

type Slots = AlarmSlots<"a" | "b">;

async function withSlots(work: (slots: Slots, storage: DurableObjectStorage) => Promise<void>): Promise<void> {
  await runInDurableObject(env.LIMIT.getByName(crypto.randomUUID()), async (_, { storage }) => {
    migrate(storage, [ALARM_SLOTS]);
    await work(new AlarmSlots(storage, "test"), storage);
  });
}

const unexpected = (): never => {
  throw new Error("not due");
};

test("the one alarm is always at the soonest slot", async () => {
  await withSlots(async (slots, storage) => {
    await slots.set("a", LATER + 5);
    await slots.set("b", LATER + 9);
    expect(await storage.getAlarm()).toBe(LATER + 5);
    await slots.set("a", LATER + 20);
    expect(await storage.getAlarm()).toBe(LATER + 9);
    await slots.set("b", LATER + 30, "if-sooner");
    await slots.set("b", LATER + 1, "if-none");
    expect(await storage.getAlarm()).toBe(LATER + 9);
    await slots.set("b", LATER + 2, "if-sooner");
    expect(await storage.getAlarm()).toBe(LATER + 2);
  });
});

test("what is due runs once, in order; the rest waits", async () => {
  await withSlots(async (slots, storage) => {
    const ran: string[] = [];
    await slots.set("b", LATER + 1);
    await slots.set("a", LATER + 2);
    const handlers = { a: () => void ran.push("a"), b: () => void ran.push("b") };
    await slots.run(LATER + 1, handlers);
    expect(await storage.getAlarm()).toBe(LATER + 2);
    await slots.run(LATER + 2, handlers);
    await slots.run(LATER + 3, handlers);
    expect(ran).toEqual(["b", "a"]);
    expect(await storage.getAlarm()).toBeNull();
  });
});

test("a handler may ask to be called again", async () => {
  await withSlots(async (slots, storage) => {
    await slots.set("a", LATER);
    await slots.run(LATER, { a: async () => slots.set("a", LATER + 7), b: unexpected });
    expect(await storage.getAlarm()).toBe(LATER + 7);
  });
});

test("a failing handler stops no other one, and is tried again after 2 s, 4 s, ... and at most ten minutes", async () => {
  await withSlots(async (slots, storage) => {
    const ran: string[] = [];
    await slots.set("a", LATER);
    await slots.set("b", LATER);
    const handlers = { a: unexpected, b: () => void ran.push("b") };
    await slots.run(LATER, handlers);
    expect(ran).toEqual(["b"]);
    let now = LATER;
    for (const seconds of [2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600]) {
      expect(await storage.getAlarm()).toBe(now + seconds * 1000);
      now += seconds * 1000;
      await slots.run(now, handlers);
    }
  });
});

test("a slot of older code goes without a handler", async () => {
  await withSlots(async (slots, storage) => {
    const older = new AlarmSlots<"gone">(storage, "test");
    await older.set("gone", LATER);
    await slots.run(LATER, { a: unexpected, b: unexpected });
    expect(await storage.getAlarm()).toBeNull();
  });
});

test("a wiped object holds nothing, and no alarm wakes it", async () => {
  await withSlots(async (slots, storage) => {
    await slots.set("a", LATER);
    await slots.wipe();
    expect(await storage.getAlarm()).toBeNull();
    expect(storage.sql.exec("SELECT name FROM sqlite_master WHERE name = 'alarm_slots'").toArray()).toEqual([]);
  });
});
