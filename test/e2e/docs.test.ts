import { expect, test } from "vitest";
import * as z from "zod";
import { DocsPage } from "./pages/docs-page.ts";
import { useBrowser } from "./support/browser.ts";
import { walk } from "./support/keyboard.ts";

const { open } = useBrowser();

test("every operation of the published document is listed", async () => {
  const { page, problems } = await open();
  const docs = new DocsPage(page);
  await docs.open();
  const response = await page.request.get("/api/openapi.json");
  const { paths } = z.object({ paths: z.record(z.string(), z.object({}).loose()) }).parse(await response.json());
  const published = Object.values(paths).flatMap((methods) => Object.keys(methods)).length;
  expect(published).toBeGreaterThan(0);
  expect(await docs.links().count()).toBe(published);
  expect(problems.seen).toEqual([]);
});

test("a developer finds an operation and tries it with the keyboard alone", async () => {
  const { page, problems } = await open();
  const docs = new DocsPage(page);
  await docs.open();
  await docs.search.focus();
  await page.keyboard.type("get health live");
  await expect.poll(() => docs.links().count()).toBe(1);
  // First the overview, then the one operation that is left.
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect.poll(() => docs.heading.innerText()).toBe("Does the Worker run?");
  expect(await docs.curl.innerText()).toMatch(/^curl 'http:.*\/health\/live'$/);

  await docs.send.focus();
  await page.keyboard.press("Enter");
  await docs.answer.getByText(/^200 OK in/).waitFor();
  expect(await docs.answer.innerText()).toContain('"status": "ok"');
  await docs.answer.getByText("Headers").click();
  expect(await docs.answer.innerText()).toContain("content-security-policy");
  expect(problems.seen).toEqual([]);
});

test("everything on an operation's page can be reached with the keyboard, and focus is always seen", async () => {
  const { page } = await open();
  await new DocsPage(page).open("getHealth");
  const { controls, missed, faults } = await walk(page);
  expect(controls.length).toBeGreaterThan(10);
  expect({ missed, faults }).toEqual({ missed: [], faults: [] });
});

test("a request that gets no answer says so", async () => {
  const { page } = await open();
  const docs = new DocsPage(page);
  await docs.open("getLiveness");
  await page.route("**/health/live", (route) => route.abort());
  await docs.send.click();
  await expect.poll(() => docs.answer.innerText()).toContain("There was no answer");
});

test("without the document the page offers to try again", async () => {
  const { page } = await open();
  await page.route("**/api/openapi.json", (route) => route.abort());
  await page.goto("/api/docs");
  await page.getByText("could not be loaded").waitFor();
  await page.unroute("**/api/openapi.json");
  await page.getByRole("button", { name: "Try again" }).click();
  await expect.poll(() => new DocsPage(page).links().count()).toBeGreaterThan(0);
});

test("an unknown operation in the address is named as such", async () => {
  const { page } = await open();
  await new DocsPage(page).open("noSuchThing");
  expect(await page.getByRole("main").innerText()).toBe("There is no operation with this name.");
});
