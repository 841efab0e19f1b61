import { expect, test } from "vitest";
import { MemoryOutbox } from "../../../../src/domain/live-client/memory-outbox.ts";
import { CLOSE } from "../../../../src/protocol/live/close-codes.ts";
import { settled } from "./fake-clock.ts";
import { EACH_SECOND, EPOCH, fix, started } from "./started-driver.ts";

test("an app that is opened again without network measures as it was asked to before it died", async () => {
  const { outbox, open, client } = await started();
  await open();
  client.stop();
  const again = await started(outbox);
  expect(again.location.isWatched).toBe(true);
  again.location.measure(fix(again.clock.now()));
  await settled();
  expect(again.now()).toMatchObject({ way: "none", pending: { fixes: 1 } });
});

test("an app that is opened again without network measures nothing if the duty was over, or another device had taken it", async () => {
  const offDuty = await started();
  await offDuty.outbox.keepTold({ cadence: EACH_SECOND, at: offDuty.clock.now() });
  await offDuty.open(null);
  expect((await started(offDuty.outbox)).location.isWatched).toBe(false);
  const replaced = await started();
  await replaced.open();
  replaced.sockets.last.ears.closed(CLOSE.replaced);
  expect((await started(replaced.outbox)).location.isWatched).toBe(false);
});

test("an app that is opened again without network measures nothing on another day", async () => {
  const outbox = new MemoryOutbox(EPOCH);
  const { clock } = await started();
  await outbox.keepTold({ cadence: EACH_SECOND, at: clock.now() - 15 * 3_600_000 });
  expect((await started(outbox)).location.isWatched).toBe(false);
});
