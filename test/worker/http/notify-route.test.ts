import { env } from "cloudflare:workers";
import { expect, test, vi } from "vitest";
import { sandboxOutbox } from "../../../src/platform/object-stubs.ts";
import { moveStop, moveTrip } from "../../../src/services/trip-steps.ts";
import { driverToken, userToken } from "../access/identities.ts";
import { newOffice, valueOf } from "../services/people-fixture.ts";
import { addActiveDriver, liveDeps, newShipment, newTrip, stopFor } from "../services/trip-place.ts";
import { codeOf } from "./call.ts";
import { as } from "./duty.ts";

test("those who still wait are told once an hour, by number or else by mail", async () => {
  const office = await newOffice();
  const { driverId } = await addActiveDriver(office, office.north);
  const [told, mailed, over] = [
    await newShipment(office),
    await newShipment(office, { recipient: { name: "Kim", email: `${crypto.randomUUID()}@example.com` } }),
    await newShipment(office),
  ];
  const { id: tripId, stops } = await newTrip(
    office,
    driverId,
    [over, told, mailed].map((shipment, index) => stopFor(shipment, 52.51 + index / 100)),
  );
  valueOf(await moveTrip(liveDeps(office.admin), tripId, "start"));
  const stopId = stops[0]?.stopId;
  if (!stopId) throw new Error("no stop");
  valueOf(await moveStop(liveDeps(office.admin), { tripId, stopId }, "skip", undefined));
  const notify = async (token: string) =>
    as(token, "POST", `/routes/${tripId}/notify`, { template: "delayed", audience: "waiting" });
  expect(await codeOf(await notify(await driverToken(office.tenantId, driverId)))).toBe("forbidden");
  const token = await userToken(office.admin);
  const answers = [await notify(token), await notify(token)];
  expect(answers.map(({ status }) => status)).toEqual([202, 202]);
  expect(await answers[0]?.json()).toEqual({ queued: 2 });
  const box = sandboxOutbox(env);
  const about = async (reference: string) => (await box.list()).filter(({ text }) => text.includes(reference));
  await vi.waitFor(
    async () => {
      expect(await about(told.reference)).toMatchObject([{ channel: "sms", to: "+447400123456" }]);
      expect(await about(mailed.reference)).toMatchObject([{ channel: "mail", subject: "Your delivery is late" }]);
    },
    { timeout: 20_000, interval: 250 },
  );
  expect(await about(over.reference)).toEqual([]);
});
