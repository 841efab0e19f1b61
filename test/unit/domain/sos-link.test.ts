import { expect, test } from "vitest";
import { glimpseOf, SOS_LINK_OUTLIVES_MS, sosLinkLife } from "../../../src/domain/sos-link.ts";
import { acknowledgeCall, endCall, openCall } from "../../../src/domain/sos-call.ts";
import { SosGlimpse } from "../../../src/protocol/api/sos-links.ts";
import { DriverId, RegionId, SosId, UserId } from "../../../src/protocol/ids.ts";
import type { Sos } from "../../../src/protocol/sos.ts";
import { isGlimpse } from "../../../src/web/help/glimpse-schema.ts";

const NOW = 1_700_000_000_000;
const ID = "0".repeat(26);
const driverId = DriverId.parse(`drv_${ID}`);
const userId = UserId.parse(`usr_${ID}`);

const call: Sos = {
  ...openCall(
    { id: SosId.parse(`sos_${ID}`), at: NOW, lat: 52.5, lng: 13.4, note: "A man follows me" },
    { driverId, driverFirstName: "Ada", regionId: RegionId.parse(`reg_${ID}`), tripId: null },
  ),
  rev: 1,
};

function closed(at: number): Sos {
  return { ...endCall(call, { by: userId, event: "close", note: "Safe" }, at), rev: 3 };
}

test("an address opens while the call does, tells its end for an hour, and is gone", () => {
  const over = closed(NOW);
  expect(sosLinkLife(call, NOW + 100 * SOS_LINK_OUTLIVES_MS)).toBe("live");
  expect(sosLinkLife(over, NOW + SOS_LINK_OUTLIVES_MS - 1)).toBe("over");
  expect(sosLinkLife(over, NOW + SOS_LINK_OUTLIVES_MS)).toBe("gone");
});

test("of the call's and the trip's place the newer one is shown, and none once it is over", () => {
  const driven = { lat: 52.6, lng: 13.4, at: NOW + 2_000 };
  expect(glimpseOf(call, driven, NOW + 3_000)).toMatchObject({ place: driven, askAgainMs: 4_000 });
  expect(glimpseOf(call, { ...driven, at: NOW - 1 }, NOW).place).toEqual({ lat: 52.5, lng: 13.4, at: NOW });
  expect(glimpseOf(call, null, NOW + 60_000).askAgainMs).toBe(10_000);
  expect(glimpseOf(closed(NOW), driven, NOW)).toMatchObject({ state: "over", place: null, closedAt: NOW });
});

test("a contact is told that somebody answered, and neither who nor what the driver wrote", () => {
  const answered = acknowledgeCall(call, { id: userId, name: "Dispatcher Dee" }, NOW);
  if (!answered.ok) throw new Error(answered.error.tag);
  const glimpse = glimpseOf({ ...answered.value, rev: 2 }, null, NOW);
  expect(glimpse).toMatchObject({ firstName: "Ada", isAcknowledged: true });
  expect(JSON.stringify(glimpse)).not.toMatch(/Dee|follows|usr_|drv_|sos_/);
});

test("the page's own check and the contract's agree", () => {
  const good = glimpseOf(call, null, NOW);
  const wrong = [
    { ...good, more: 1 },
    { ...good, state: "closed" },
    { ...good, place: { lat: 91, lng: 0, at: NOW } },
    { ...good, askAgainMs: 1_000 },
    { ...good, firstName: undefined },
    null,
  ];
  for (const value of [good, glimpseOf(closed(NOW), null, NOW), ...wrong])
    expect([value, isGlimpse(value)]).toEqual([value, SosGlimpse.safeParse(value).success]);
});
