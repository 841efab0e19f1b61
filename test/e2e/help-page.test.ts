import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { newRowId } from "../../src/platform/new-row-id.ts";
import { expectAccessible } from "./support/accessible.ts";
import { useBrowser } from "./support/browser.ts";
import { helpAddressSentTo } from "./support/outbox.ts";
import { fromOwnAddress } from "./support/own-address.ts";
import { northwards, Round } from "./support/round.ts";

const { open } = fromOwnAddress(useBrowser());

/** All that the page asks for when its reader has said that each megabyte is dear. */
async function filesWhenDataIsDear(address: string): Promise<string> {
  const { page } = await open();
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.addInitScript(() => Object.defineProperty(navigator, "connection", { value: { saveData: true } }));
  await page.goto(address);
  await page.locator("html[data-page=ready]").waitFor();
  await page.close();
  return asked.join(" ");
}

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

  const address = await helpAddressSentTo(page, email);
  await page.goto(address);
  await page.locator("html[data-page=ready]").waitFor();
  await page.getByRole("heading", { level: 1, name: "has called for help" }).waitFor();
  await page.locator("#map[data-map=ready]").waitFor();
  await expectAccessible(page);
  expect(await filesWhenDataIsDear(address)).not.toContain("vehicle-map");
  const moved = northwards(400);
  await round.ask("/sos", { id: newRowId.sos(), ...moved }, driver);
  await page.getByText(`${moved.lat.toFixed(5)}, ${moved.lng.toFixed(5)}`).waitFor();
  await page.locator(`#map .marker[data-at="${moved.lat.toFixed(6)},${moved.lng.toFixed(6)}"]`).waitFor();
  expect(await page.getByRole("link", { name: "Show on OpenStreetMap" }).getAttribute("href")).toContain(
    moved.lat.toFixed(5),
  );
  await round.ask(`/sos/${id}/close`, { note: "By mistake" }, driver);
  await page.getByRole("heading", { level: 1, name: "no longer calling" }).waitFor();
  expect(await page.locator("[data-slot=place], #map-link").allInnerTexts()).toEqual(["", ""]);
  expect(await page.locator("#map:visible, .marker").count()).toBe(0);
  await named([]);
  expect(problems.seen).toEqual([]);
});
