import { expect, test } from "vitest";
import { DriverAction } from "../../../src/protocol/live/driver-up.ts";
import { PlainText, TidiedText } from "../../../src/protocol/plain-text.ts";

test("half of a surrogate pair becomes the mark for what cannot be read, and a whole pair stays", () => {
  expect(PlainText.parse("a\uD800b \u{1F69A}")).toBe("a\uFFFDb \u{1F69A}");
  expect(TidiedText.parse("a\uDC00b \u{1F69A}")).toBe("a\uFFFDb \u{1F69A}");
});

test("control characters are refused where somebody can mend them, and replaced where nobody can", () => {
  expect(PlainText.safeParse("a\u0000b").success).toBe(false);
  expect(TidiedText.parse("a\u0000b\nc")).toBe("a b c");
});

test("why a driver's action was done is tidied, in whichever action it stands", () => {
  const numbered = { epoch: "epoch-0001", seq: 1, at: 0 };
  const shipmentId = `shp_${"0".repeat(26)}`;
  const failed = { type: "shipment:statusUpdate", ...numbered, shipmentId, status: "failed", reason: "no\u0000body" };
  expect(DriverAction.parse(failed)).toMatchObject({ reason: "no body" });
  const sos = { type: "driver:sos", ...numbered, lat: null, lng: null, note: "help\uD800" };
  expect(DriverAction.parse(sos)).toMatchObject({ note: "help\uFFFD" });
});
