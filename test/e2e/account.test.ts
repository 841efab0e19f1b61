import { beforeAll, describe, expect, test } from "vitest";
import { AccountPage } from "./pages/account-page.ts";
import { type Visit, useBrowser } from "./support/browser.ts";
import { fromOwnAddress } from "./support/own-address.ts";
import { driverLogin, userLogin } from "./support/logins.ts";
import { addPasskeyHolder } from "./support/passkey-holder.ts";

const { open, openForFile } = fromOwnAddress(useBrowser());

test("two devices are listed, one can sign the other out, and a passkey that was removed opens nothing", async () => {
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
  expect(await account.currentDevice.count()).toBe(1);
  await account.press("Sign out Chrome · Android");
  await expect.poll(() => account.devices.count()).toBe(1);
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Where you are signed in");

  await phone.page.reload();
  await accountOnPhone.at("login");
  await accountOnPhone.press("Sign in with a passkey");
  await accountOnPhone.signedIn();
  await page.reload();
  await account.signedIn();
  await account.press("Sign out all other devices");
  await page.getByText("1 device was signed out.").waitFor();
  expect(await account.devices.count()).toBe(1);
  await phone.page.reload();
  await accountOnPhone.at("login");

  await account.press("Remove the passkey Counter");
  await account.press("Remove");
  await account.factors.filter({ hasText: "Counter" }).waitFor({ state: "detached" });
  await accountOnPhone.press("Sign in with a passkey");
  await accountOnPhone.trouble.getByText("That did not work.").waitFor();
});

describe("a session", () => {
  let visit: Visit;
  let account: AccountPage;

  beforeAll(async () => {
    visit = await openForFile();
    account = new AccountPage(visit.page);
    await account.signInByCode(driverLogin(2));
    await account.signedIn();
  });

  test("gets a new access token without a word when the old one ran out", async () => {
    const { page } = visit;
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

  test("that ended elsewhere leads back to the sign-in, and says so", async () => {
    const { page } = visit;
    await page.context().clearCookies();
    await page.route("**/api/v1/auth/factors", (route) =>
      route.continue({ headers: { ...route.request().headers(), authorization: "Bearer over" } }),
    );
    await account.press("Add a passkey");
    await account.press("Cancel");
    await account.at("login");
    expect(await page.getByText("Your session is over.").count()).toBe(1);
  });
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

test("the outbox shows the newest message first, with its code to copy", async () => {
  const { page } = await open({ permissions: ["clipboard-read", "clipboard-write"] });
  const account = new AccountPage(page);
  const login = driverLogin(5);
  await account.open();
  await account.askForCode(login);
  await account.at("code");
  await page.goto("/outbox/");
  const messages = page.getByRole("main").getByRole("listitem");
  // What others were told meanwhile stands above it.
  const own = messages.filter({ hasText: login });
  const code = await own.locator("mark").innerText();
  await own.getByRole("button", { name: "Copy" }).click();
  await own.getByRole("button", { name: "Copied" }).waitFor();
  const sentAt = await messages.locator("time").evaluateAll((all) => all.map((time) => time.getAttribute("datetime")));
  const moments = sentAt.map((at) => Date.parse(at ?? ""));
  expect(moments.length).toBeGreaterThan(1);
  expect(moments).toEqual(moments.toSorted((one, other) => other - one));
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(code);
});
