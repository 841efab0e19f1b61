import type { SlotHandlers } from "../lib/alarm-slots.ts";
import type { AwakeTrip } from "./open-trip.ts";
import type { Slot } from "./trip-upkeep.ts";

/** What each of a trip's timers is for. */
export function alarmWork({ trip, upkeep }: AwakeTrip, now: number): SlotHandlers<Slot> {
  const ran = (slot: Slot, work: () => void | Promise<void>) => async () => {
    upkeep.disarm(slot);
    await work();
  };
  const endGone = () => {
    if (trip.scene.endGone(now)) upkeep.settle(true, now);
  };
  return {
    ledger: ran("ledger", async () => {
      endGone();
      await upkeep.runLedger(now);
    }),
    check: ran("check", () => {
      trip.check(now);
      upkeep.settle(true, now);
    }),
    help: ran("help", () => upkeep.settle(false, now)),
    tickets: ran("tickets", () => {
      endGone();
      const { sockets } = trip.scene;
      const before = sockets.size;
      upkeep.arm("tickets", sockets.expire(now));
      if (sockets.size < before) upkeep.settle(true, now);
    }),
  };
}
