import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { newRowId } from "../../src/platform/new-row-id.ts";
import { expectAccessible } from "./support/accessible.ts";
import { useBrowser } from "./support/browser.ts";
import { helpAddressSentTo } from "./support/outbox.ts";
import { fromOwnAddress } from "./support/own-address.ts";
import { northwards, Round } from "./support/round.ts";

const { open } = fromOwnAddress(useBrowser());

test("a named contact opens the address, follows the place, and sees the call end, on any screen", async () => {
  const round = await Round.of(5);
  const driver = { role: "driver", id: round.driverId } as const;
  const { page, problems } = await open({ reducedMotion: "reduce" });
  const { token } = await round.deskPass();
  const named = async (sosContacts: object[]) => {
    const headers = { authorization: `Bearer ${token}` };
    const answer = await page.request.patch(`/api/v1/drivers/${round.driverId}`, { headers, data: { sosContacts } });
    expect(answer.status()).toBe(200);
  };
  const email = `${randomUUID()}@example.com`;
  await named([{ name: "A friend", email }]);
  const id = newRowId.sos();
  await round.ask("/sos", { id, ...northwards(100) }, driver);

  await page.goto(await helpAddressSentTo(page, email));
  await page.locator("html[data-page=ready]").waitFor();
  await page.getByRole("heading", { level: 1, name: "has called for help" }).waitFor();
  await expectAccessible(page);
  const moved = northwards(400);
  await round.ask("/sos", { id: newRowId.sos(), ...moved }, driver);
  await page.getByText(`${moved.lat.toFixed(5)}, ${moved.lng.toFixed(5)}`).waitFor();
  expect(await page.getByRole("link", { name: "Show on a map" }).getAttribute("href")).toContain(moved.lat.toFixed(5));
  await round.ask(`/sos/${id}/close`, { note: "By mistake" }, driver);
  await page.getByRole("heading", { level: 1, name: "no longer calling" }).waitFor();
  expect(await page.locator("[data-slot=place], #map").allInnerTexts()).toEqual(["", ""]);
  await named([]);
  expect(problems.seen).toEqual([]);
});
