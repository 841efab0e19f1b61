import { expect, test } from "vitest";
import { openCall } from "../../../src/domain/sos-call.ts";
import { typeIdFromBytes } from "../../../src/domain/typeid.ts";
import { DriverId, RegionId, SosId, UserId } from "../../../src/protocol/ids.ts";
import { whoHelps } from "../../../src/web/dispatch/who-helps.ts";

const id = (prefix: string) => typeIdFromBytes(prefix, new Uint8Array(16).fill(1));
const call = {
  ...openCall(
    { id: SosId.parse(id("sos")), at: 1_800_000_000_000, lat: null, lng: null, note: null },
    { driverId: DriverId.parse(id("drv")), driverFirstName: "Ada", regionId: RegionId.parse(id("reg")), tripId: null },
  ),
  rev: 1,
};
const noor = { id: UserId.parse(id("usr")), name: "Noor" };
const tooLate = { type: "", title: "", status: 409, code: "conflict", requestId: "", winner: noor } as const;

test("who was a moment too late reads the winner's name from the refusal, before the call itself says it", () => {
  expect(whoHelps(call, null)).toBeNull();
  expect(whoHelps(call, { code: "offline" })).toBeNull();
  expect(whoHelps(call, tooLate)?.name).toBe("Noor");
  expect(whoHelps({ ...call, acknowledgedBy: { ...noor, name: null } }, tooLate)?.name).toBeNull();
});
