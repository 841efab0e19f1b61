import { expect, test } from "vitest";
import { AccountPage } from "./pages/account-page.ts";
import { accessibilityFaults } from "./support/axe.ts";
import { useBrowser } from "./support/browser.ts";
import { fromOwnAddress } from "./support/own-address.ts";
import { walk } from "./support/keyboard.ts";
import { driverLogin, userLogin } from "./support/logins.ts";
import { addPasskeyHolder } from "./support/passkey-holder.ts";

const open = fromOwnAddress(useBrowser());
const NARROW = { width: 320, height: 640 };
/** The browser itself reports the question whether there is a session, which a new visitor has not. */
const EXPECTED = /401.*\/auth\/refresh/;

type Page = Awaited<ReturnType<typeof open>>["page"];

async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await accessibilityFaults(page)).toEqual([]);
  }
  const size = page.viewportSize();
  await page.setViewportSize(NARROW);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(NARROW.width);
  expect(await accessibilityFaults(page)).toEqual([]);
  if (size) await page.setViewportSize(size);
}

test("two devices are listed, and one can sign the other out", async () => {
  const { page } = await open();
  const account = new AccountPage(page);
  const phone = await open({ userAgent: "Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/150.0 Mobile" });
  const accountOnPhone = new AccountPage(phone.page);
  const holder = await addPasskeyHolder(page);
  await account.signInByCode(userLogin("store", "Harbour"));
  await account.signedIn();
  await account.press("Add a passkey");
  await page.getByLabel("Name of the passkey").fill("Counter");
  await account.press("Create a passkey");
  await expect.poll(() => account.factors.allInnerTexts()).toContainEqual(expect.stringContaining("Counter"));

  await holder.copyTo(await addPasskeyHolder(phone.page));
  await accountOnPhone.open();
  await accountOnPhone.press("Sign in with a passkey");
  await accountOnPhone.signedIn();
  expect(await accountOnPhone.devices.count()).toBe(2);

  await page.reload();
  await account.signedIn();
  expect(await account.devices.filter({ hasText: "This device" }).count()).toBe(1);
  await account.press("Sign out Chrome · Android");
  await expect.poll(() => account.devices.count()).toBe(1);
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Where you are signed in");

  await phone.page.reload();
  await accountOnPhone.at("login");
});

test("an access token that ran out is renewed without a word", async () => {
  const { page } = await open();
  const account = new AccountPage(page);
  await account.signInByCode(driverLogin(2));
  await account.signedIn();
  const ran = { status: 401, contentType: "application/problem+json" };
  const json = { type: "/api/docs#unauthenticated", title: "Sign in first", status: 401, code: "unauthenticated" };
  await page.route(
    "**/api/v1/auth/sessions",
    (route) => route.fulfill({ ...ran, body: JSON.stringify({ ...json, requestId: "0" }) }),
    { times: 1 },
  );
  const renewals: string[] = [];
  page.on("request", (request) => {
    if (request.url().endsWith("/auth/refresh")) renewals.push(request.method());
  });
  await page.reload();
  await account.signedIn();
  expect(await account.trouble.count()).toBe(0);
  expect(renewals).toEqual(["POST", "POST"]);
});

test("a session that ended elsewhere leads back to the sign-in, and says so", async () => {
  const { page } = await open();
  const account = new AccountPage(page);
  await account.signInByCode(driverLogin(3));
  await account.signedIn();
  await page.context().clearCookies();
  await page.route("**/api/v1/auth/factors", (route) =>
    route.continue({ headers: { ...route.request().headers(), authorization: "Bearer over" } }),
  );
  await account.press("Add a passkey");
  await account.press("Cancel");
  await account.at("login");
  expect(await page.getByText("Your session is over.").count()).toBe(1);
});

test("without a connection the page says so and offers to try again", async () => {
  const { page } = await open();
  await page.route("**/api/v1/auth/refresh", (route) => route.abort());
  const account = new AccountPage(page);
  await account.open();
  expect(await account.trouble.innerText()).toContain("There was no answer.");
  await page.unroute("**/api/v1/auth/refresh");
  await account.press("Try again");
  await account.at("login");
});

test("every step is accessible, whole at 320 px and within its security policy", async () => {
  const { page, problems } = await open({ reducedMotion: "reduce" });
  const account = new AccountPage(page);
  await account.open();
  await expectAccessible(page);
  await account.signInByCode(userLogin("admin", "Meadow"));
  await account.at("set-up-factor");
  await expectAccessible(page);
  await account.press("Use an authenticator app instead");
  await account.secret.waitFor();
  await expectAccessible(page);
  await addPasskeyHolder(page);
  await account.press("Use a passkey instead");
  await account.press("Create a passkey");
  await account.signedIn();
  await expectAccessible(page);
  await page.reload();
  await account.signedIn();
  const { missed, faults } = await walk(page);
  expect({ missed, faults }).toEqual({ missed: [], faults: [] });
  expect(problems.seen.filter((problem) => !EXPECTED.test(problem))).toEqual([]);
});

for (const path of ["/account/", "/outbox/"]) {
  test(`${path} reads from right to left, all of it from the catalogue`, async () => {
    const { page } = await open({ locale: "ar-XB", reducedMotion: "reduce" });
    await page.goto(path);
    await page.locator("[data-session=signed-out], [data-outbox=messages]").waitFor();
    expect(await page.locator("html").getAttribute("dir")).toBe("rtl");
    await expectAccessible(page);
    const texts = await page.locator("main :is(h1, h2, label, legend, .button)").allInnerTexts();
    expect(texts.filter((text) => text.trim() !== "" && !text.includes("["))).toEqual([]);
  });
}

test("the outbox shows the newest message first, with its code to copy", async () => {
  const { page } = await open({ permissions: ["clipboard-read", "clipboard-write"] });
  const account = new AccountPage(page);
  const login = driverLogin(4);
  await account.open();
  await account.askForCode(login);
  await account.at("code");
  await page.goto("/outbox/");
  const newest = page.getByRole("main").getByRole("listitem").first();
  await expect.poll(() => newest.innerText()).toContain(login);
  const code = await newest.locator("mark").innerText();
  await newest.getByRole("button", { name: "Copy" }).click();
  await newest.getByRole("button", { name: "Copied" }).waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(code);
});
