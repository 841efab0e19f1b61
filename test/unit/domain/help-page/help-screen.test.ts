import { expect, test } from "vitest";
import { helpMessage } from "../../../../src/domain/help-page/help-message.ts";
import { showHelp } from "../../../../src/domain/help-page/help-screen.ts";
import type { SosGlimpse } from "../../../../src/protocol/api/sos-links.ts";

const NOW = 1_700_000_000_000;
/** Two parts of an SMS. */
const SMS_CHARACTERS = 306;
const open: SosGlimpse = {
  state: "open",
  firstName: "Ada",
  raisedAt: NOW - 120_000,
  closedAt: null,
  isAcknowledged: false,
  place: { lat: 52.5, lng: 13.4, at: NOW - 5_000 },
  askAgainMs: 4_000,
};
const show = (glimpse: SosGlimpse, isLost = false) => showHelp(glimpse, { locale: "en", now: NOW, isLost });

test("the page says who, when, where, and whether somebody is on it", () => {
  const { title, texts, mapUrl } = show(open);
  expect(title).toBe("Ada has called for help · A call for help");
  expect(texts).toMatchObject({
    state: expect.stringContaining("Nobody"),
    raised: "Called 2 minutes ago",
    place: "Place: 52.50000, 13.40000",
    seen: "Last heard from 5 seconds ago",
    nowhere: "",
    ended: "",
    lost: "",
  });
  expect(mapUrl).toBe("https://www.openstreetmap.org/?mlat=52.50000&mlon=13.40000#map=17/52.50000/13.40000");
  expect(show({ ...open, isAcknowledged: true }).texts["state"]).toContain("on it");
  expect(show(open, true).texts["lost"]).toContain("tries again");
});

test("without a place or a name it says so, and once it is over it shows neither place nor map", () => {
  const unknown = show({ ...open, firstName: null, place: null });
  expect(unknown.texts).toMatchObject({ headline: "A driver has called for help", place: "", map: "" });
  expect(unknown.texts["nowhere"]).not.toBe("");
  const over = show({ ...open, state: "over", place: null, closedAt: NOW - 60_000 });
  expect(over).toMatchObject({ mapUrl: null, texts: { ended: "Ended 1 minute ago", nowhere: "", map: "" } });
});

test("the pseudo-language has every word that is ours", () => {
  const { texts } = showHelp(open, { locale: "ar-XB", now: NOW, isLost: true });
  for (const text of Object.values(texts).filter(Boolean)) expect(text).toMatch(/^\[.*\]$/);
});

test("the message fits into two parts of an SMS, the longest names included", () => {
  const url = `https://tracking.couriers.example/h/tnt_${"0".repeat(26)}/${"A".repeat(22)}`;
  const { text } = helpMessage({ firstName: "Wilhelmina-Charlotte", company: "Northern Harbour Couriers", url });
  expect(text).toContain(url);
  expect(text.length).toBeLessThanOrEqual(SMS_CHARACTERS);
  expect(helpMessage({ firstName: null, company: null, url }).text).toMatch(/^A driver has called/);
});
