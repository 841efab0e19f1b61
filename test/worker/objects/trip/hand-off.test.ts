import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { expect, test, vi } from "vitest";
import { BACKLOG_ROWS_MAX } from "../../../../src/domain/backlog.ts";
import { CLOSE } from "../../../../src/protocol/live/close-codes.ts";
import type { DriverDown } from "../../../../src/protocol/live/driver-down.ts";
import type { LocationUpdate } from "../../../../src/protocol/live/driver-up.ts";
import { drive, driverOf, is, openTrip, type stubOf } from "./trip-fixture.ts";

type Ack = Extract<DriverDown, { type: "ack" }>;

const EPOCH = "epoch-0001";
const CHUNK = 20;

/** Seconds until the ledger is due. */
async function ledgerIn(stub: ReturnType<typeof stubOf>): Promise<number | null> {
  return runInDurableObject(stub, (_, { storage }) => {
    const slots = "SELECT at FROM alarm_slots WHERE name = 'ledger'";
    const [slot] = storage.sql.exec<{ at: number }>(slots).toArray();
    return slot ? Math.round((slot.at - Date.now()) / 1_000) : null;
  });
}

async function driving() {
  const { brief, stub } = await openTrip();
  const { ear } = await driverOf(brief);
  const say = async (chunk: number) => {
    const fixes = drive(1 + chunk * CHUNK, CHUNK);
    const frame: LocationUpdate = { type: "driver:locationUpdate", epoch: EPOCH, fixes };
    ear.say(frame);
    const whole = (chunk + 1) * CHUNK;
    await ear.wait((one): one is Ack => one.type === "ack" && one.fixes === whole);
  };
  // The first fix brings the first forecast and what goes with it.
  await say(0);
  return { stub, ear, say };
}

test("positions wait for a hundred of them, and go at once when there are, without an alarm of their own", async () => {
  const { stub, say } = await driving();
  await vi.waitFor(async () => expect(await ledgerIn(stub)).toBeGreaterThan(500));
  const before = await stub.counters();
  for (const chunk of [1, 2, 3]) await say(chunk);
  expect(await stub.counters()).toMatchObject({ handOffs: before.handOffs, alarmsSet: before.alarmsSet });
  await say(4);
  const after = await stub.counters();
  expect(after).toMatchObject({ handOffs: before.handOffs + 1, alarmsSet: before.alarmsSet });
  // What is unconfirmed is not sent again for each new chunk.
  await say(5);
  expect(await stub.counters()).toMatchObject({ handOffs: after.handOffs });
});

test("what is confirmed while the driver is here is known after sleep, and costs no row", async () => {
  const { stub, say } = await driving();
  for (const chunk of [1, 2, 3, 4]) await say(chunk);
  const before = await stub.counters();
  await stub.confirm({ events: 0, chunks: 5 });
  expect((await stub.counters()).rowsWritten).toBe(before.rowsWritten);
  await say(5);
  await evictDurableObject(stub, { webSockets: "hibernate" });
  const part = await stub.trackAfter("confirmed");
  expect(part?.chunks.map(({ seq }) => seq)).toEqual([6]);
});

test.each(["hibernate", "close"] as const)(
  "what Postgres has lost is still to be sent after sleep (%s)",
  async (webSockets) => {
    const { stub, say } = await driving();
    for (const chunk of [1, 2, 3]) await say(chunk);
    await stub.confirm({ events: 0, chunks: 3 });
    await say(4);
    await stub.sendAgain({ events: 0, chunks: 1 });
    await evictDurableObject(stub, { webSockets });
    expect((await stub.trackAfter("confirmed"))?.chunks.map(({ seq }) => seq)).toEqual([2, 3, 4, 5]);
  },
);

test("what somebody did goes to the ledger at once, while positions wait for more of them", async () => {
  const { stub } = await driving();
  await vi.waitFor(async () => expect(await ledgerIn(stub)).toBeGreaterThan(500));
  const { handOffs } = await stub.counters();
  await stub.command({ type: "trip", event: "pause" }, "test");
  // Half a second for those of one moment; without them it would be minutes.
  await vi.waitFor(async () => expect((await stub.counters()).handOffs).toBeGreaterThan(handOffs), 5_000);
});

test("when the driver has gone, what is left follows within half a minute", async () => {
  const { stub, ear } = await driving();
  await vi.waitFor(async () => expect(await ledgerIn(stub)).toBeGreaterThan(500));
  ear.hangUp();
  await ear.waitForClose();
  await vi.waitFor(async () => expect(await ledgerIn(stub)).toBeLessThanOrEqual(30));
});

test("a phone that vanished is not waited for: the alarm closes its socket and sends what is left", async () => {
  const { stub, ear } = await driving();
  await vi.waitFor(async () => expect(await ledgerIn(stub)).toBeGreaterThan(500));
  await runInDurableObject(stub, (_, state) => {
    for (const socket of state.getWebSockets()) {
      const attachment: unknown = socket.deserializeAttachment();
      socket.serializeAttachment(Object.assign({}, attachment, { openedAt: 0 }));
    }
    state.storage.sql.exec("UPDATE chunks SET memory = json_set(memory, '$.track.heardAt', 0)");
    state.storage.sql.exec("UPDATE alarm_slots SET at = 0 WHERE name = 'ledger'");
  });
  await evictDurableObject(stub, { webSockets: "hibernate" });
  await runDurableObjectAlarm(stub);
  expect(await ear.waitForClose()).toMatchObject({ code: CLOSE.silent });
  expect((await stub.counters()).handOffs).toBe(1);
});

test("[R11] what Postgres does not confirm slows phones down, and at last leaves positions with them, but nothing else", async () => {
  const { stub, ear, say } = await driving();
  await runInDurableObject(stub, (_, { storage }) => {
    storage.sql.exec("UPDATE chunks SET seq = ?", BACKLOG_ROWS_MAX);
  });
  await evictDurableObject(stub, { webSockets: "hibernate" });
  ear.say({ type: "driver:locationUpdate", epoch: EPOCH, fixes: drive(1 + CHUNK, CHUNK) });
  ear.say({ type: "driver:sos", epoch: EPOCH, seq: 1, at: Date.now(), lat: null, lng: null });
  const acked = await ear.wait((one): one is Ack => one.type === "ack" && one.actions === 1);
  expect(acked.fixes).toBe(CHUNK);
  expect(await stub.ingest({ epoch: EPOCH, fixes: drive(1 + CHUNK, 1) })).toEqual({
    ok: false,
    error: { tag: "full" },
  });
  await stub.confirm({ events: 0, chunks: BACKLOG_ROWS_MAX / 10 });
  const heard = ear.heard.length;
  await stub.command({ type: "sos-closed", note: null }, "test");
  expect((await ear.wait(is("cadence"), heard)).cadence.intervalMs).toBe(15_000);
  await say(1);
});
