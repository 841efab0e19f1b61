import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { AccountPage } from "./pages/account-page.ts";
import { expectAccessible } from "./support/accessible.ts";
import { AuthenticatorApp } from "./support/authenticator-app.ts";
import { useBrowser } from "./support/browser.ts";
import { fromOwnAddress } from "./support/own-address.ts";
import { walk } from "./support/keyboard.ts";
import { driverLogin, userLogin } from "./support/logins.ts";
import { codeSentTo, messagesTo } from "./support/outbox.ts";
import { addPasskeyHolder } from "./support/passkey-holder.ts";

const { open } = fromOwnAddress(useBrowser());
/** The browser itself reports the question whether there is a session, which a new visitor has not. */
const NO_SESSION = /401.*\/auth\/refresh/;
/** Between two codes to one address lie 30 s. Asked each second, one network would soon be refused altogether. */
const SEND_GAP = { timeout: 45_000, interval: 8_000 };

/** Set up by the first two tests and used by the last two: what lies between them passes the time until the next code. */
const kept = { recoveryCode: "", app: new AuthenticatorApp("") };

/** Asks for another code until it may be sent. */
async function askAgain(page: Page, login: string): Promise<void> {
  const account = new AccountPage(page);
  await account.open();
  await expect
    .poll(async () => {
      await account.askForCode(login);
      return Promise.race([account.at("code").then(() => "sent"), account.trouble.waitFor().then(() => "refused")]);
    }, SEND_GAP)
    .toBe("sent");
  await account.signInWithCodeSentTo(login, 2);
  await account.at("second-factor");
}

test("a dispatcher has to set up a second factor, and keeps the recovery codes of an authenticator app", async () => {
  const { page } = await open();
  const account = new AccountPage(page);
  const login = userLogin("dispatcher", "Harbour");
  await account.signInByCode(login);
  await account.at("set-up-factor");
  await account.press("Use an authenticator app instead");
  const link = page.getByRole("link", { name: "Open in an app on this device" });
  expect(await link.getAttribute("href")).toMatch(/^otpauth:\/\/totp\//);
  await account.digits.fill(new AuthenticatorApp(await account.secret.innerText()).code());
  await account.press("Confirm");
  await account.at("recovery-codes");
  expect(await account.recoveryCodes.count()).toBe(10);
  kept.recoveryCode = await account.recoveryCodes.first().innerText();
  expect(kept.recoveryCode).toMatch(/^(?:\w{4}-){3}\w{4}$/);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("doorstep-recovery-codes.txt");
  await account.press("I have kept them");
  await account.signedIn();
  expect(await account.factors.first().innerText()).toMatch(/Authenticator app\s+10 recovery codes left\s+On/);

  await account.press("Sign out");
  await account.askForCode(login);
  await expect.poll(() => account.trouble.innerText()).toMatch(/^Too many tries\. Try again in \d+ seconds?\.$/);
});

test("a driver adds an authenticator app of its own accord", async () => {
  const { page } = await open();
  const account = new AccountPage(page);
  await account.signInByCode(driverLogin(6));
  await account.signedIn();
  await account.press("Set up an authenticator app");
  kept.app = new AuthenticatorApp(await account.secret.innerText());
  await account.digits.fill(kept.app.code());
  await account.press("Confirm");
  await account.at("recovery-codes");
  await account.press("I have kept them");
  await account.signedIn();
  expect(await account.factors.first().innerText()).toContain("10 recovery codes left");
});

test("a driver signs in with a code by text message, and stays signed in when the page is loaded again", async () => {
  const { page } = await open();
  const account = new AccountPage(page);
  await account.signInByCode(driverLogin(0));
  await account.signedIn();
  await page.getByText("Driver One, Driver at Harbour Couriers.").waitFor();

  await page.reload();
  await account.signedIn();

  const cookies = await page.context().cookies();
  expect(cookies.map(({ httpOnly, secure, sameSite }) => ({ httpOnly, secure, sameSite }))).toEqual([
    { httpOnly: true, secure: true, sameSite: "Strict" },
  ]);
  const readable = await page.evaluate(() => JSON.stringify([localStorage, sessionStorage, document.cookie]));
  expect(readable).not.toContain("eyJ");

  await account.press("Sign out");
  await account.at("login");
  await page.reload();
  await account.at("login");
});

test("a wrong code is refused in plain words, and the right one still works", async () => {
  const { page } = await open();
  const account = new AccountPage(page);
  const login = driverLogin(1);
  await account.open();
  await account.askForCode(login);
  const right = await codeSentTo(page, login);
  await account.enterCode(right === "000000" ? "000001" : "000000");
  await expect.poll(() => account.trouble.innerText()).toContain("That code is wrong, used or too old.");
  expect(await account.digits.getAttribute("aria-invalid")).toBe("true");
  // The field is selected, so the right code takes the wrong one's place.
  const selected = () =>
    account.digits.evaluate((field) => document.activeElement === field && getSelection()?.toString().length);
  await expect.poll(selected).toBe(right.length);
  await page.keyboard.type(right);
  await page.keyboard.press("Enter");
  await account.signedIn();
});

test("an address that nobody has is answered like any other, and gets no message", async () => {
  const { page } = await open();
  const account = new AccountPage(page);
  await account.open();
  await account.askForCode("nobody@harbour.example");
  await account.at("code");
  expect(await page.getByText("If nobody@harbour.example belongs to an account").count()).toBe(1);
  expect(await messagesTo(page, "nobody@harbour.example")).toEqual([]);
  const again = page.getByRole("button", { name: /^Send another code in \d+ s$/ });
  expect(await again.getAttribute("aria-disabled")).toBe("true");
});

test("a dispatcher makes a passkey and then signs in with it alone", async () => {
  const { page, problems } = await open();
  const holder = await addPasskeyHolder(page);
  const account = new AccountPage(page);
  await account.signInByCode(userLogin("dispatcher", "Meadow"));
  await account.at("set-up-factor");
  await account.press("Create a passkey");
  await account.signedIn();
  expect(await holder.count()).toBe(1);

  await account.press("Sign out");
  await account.at("login");
  await account.press("Sign in with a passkey");
  await account.signedIn();
  expect(await account.devices.innerText()).toContain("Signed in with a passkey");

  await page.getByRole("button", { name: /^Remove the passkey/ }).click();
  await account.press("Remove");
  await expect.poll(() => account.trouble.innerText()).toContain("Your role needs a second factor.");
  await account.press("Leave it as it is");
  expect(await holder.count()).toBe(1);
  // The refusal is reported too.
  const expected = [NO_SESSION, /409.*\/auth\/passkeys\//];
  expect(problems.seen.filter((problem) => !expected.some((known) => known.test(problem)))).toEqual([]);
});

test("without a passkey the browser's refusal is said in plain words", async () => {
  const { page } = await open();
  await addPasskeyHolder(page);
  const account = new AccountPage(page);
  await account.open();
  await account.press("Sign in with a passkey");
  await expect.poll(() => account.trouble.innerText()).toContain("No passkey was used.");
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
  expect(problems.seen.filter((problem) => !NO_SESSION.test(problem))).toEqual([]);
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

test("a recovery code opens the account in place of the app, once", async () => {
  const { page } = await open();
  const account = new AccountPage(page);
  await askAgain(page, userLogin("dispatcher", "Harbour"));
  await account.press("Use a recovery code");
  await page.getByLabel("Recovery code").fill("aaaa-aaaa-aaaa-aaaa");
  await account.press("Continue");
  await expect.poll(() => account.trouble.innerText()).toContain("That did not work.");
  await page.getByLabel("Recovery code").fill(kept.recoveryCode);
  await account.press("Continue");
  await account.signedIn();
  expect(await account.currentDevice.innerText()).toContain("Signed in with a recovery code");
  expect(await account.factors.first().innerText()).toContain("9 recovery codes left");
});

test("whoever has an authenticator app is asked for it, and its next code is taken", async () => {
  const { page } = await open();
  const account = new AccountPage(page);
  await askAgain(page, driverLogin(6));
  await account.enterCode(kept.app.code());
  await account.signedIn();
  expect(await account.currentDevice.innerText()).toContain("Signed in with an authenticator app");
});
