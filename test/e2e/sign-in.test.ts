import { expect, test } from "vitest";
import { AccountPage } from "./pages/account-page.ts";
import { AuthenticatorApp } from "./support/authenticator-app.ts";
import { useBrowser } from "./support/browser.ts";
import { fromOwnAddress } from "./support/own-address.ts";
import { driverLogin, userLogin } from "./support/logins.ts";
import { codeSentTo, messagesTo } from "./support/outbox.ts";
import { addPasskeyHolder } from "./support/passkey-holder.ts";

const open = fromOwnAddress(useBrowser());
/** Between two codes to one address lie 30 s. Asked each second, one network would soon be refused altogether. */
const SEND_GAP = { timeout: 45_000, interval: 8_000 };

test("a driver signs in with a code by text message, and stays signed in when the page is loaded again", async () => {
  const { page } = await open();
  const account = new AccountPage(page);
  await account.signInByCode(driverLogin(0));
  await account.signedIn();
  expect(await page.getByText("Signed in as Driver.").count()).toBe(1);

  await page.reload();
  await account.signedIn();

  const cookies = await page.context().cookies();
  expect(cookies.map(({ httpOnly, secure, sameSite }) => ({ httpOnly, secure, sameSite }))).toEqual([
    { httpOnly: true, secure: true, sameSite: "Strict" },
  ]);
  const kept = await page.evaluate(() => JSON.stringify([localStorage, sessionStorage, document.cookie]));
  expect(kept).not.toContain("eyJ");

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

test("a dispatcher sets up an authenticator app, keeps the recovery codes, and needs the app from then on", async () => {
  const { page } = await open();
  const account = new AccountPage(page);
  const login = userLogin("dispatcher", "Harbour");
  await account.signInByCode(login);
  await account.at("set-up-factor");
  await account.press("Use an authenticator app instead");
  const secret = await account.secret.innerText();
  const app = new AuthenticatorApp(secret);
  const link = page.getByRole("link", { name: "Open in an app on this device" });
  expect(await link.getAttribute("href")).toMatch(/^otpauth:\/\/totp\//);
  await account.digits.fill(app.code());
  await account.press("Confirm");
  await account.at("recovery-codes");
  expect(await account.recoveryCodes.count()).toBe(10);
  const [recoveryCode = ""] = await account.recoveryCodes.allInnerTexts();
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
  await expect
    .poll(async () => {
      await account.press("Send me a code");
      return Promise.race([account.at("code").then(() => "sent"), account.trouble.waitFor().then(() => "refused")]);
    }, SEND_GAP)
    .toBe("sent");
  await account.enterCode(await codeSentTo(page, login, 2));
  await account.at("second-factor");
  await account.press("Use a recovery code");
  await page.getByLabel("Recovery code").fill("aaaa-aaaa-aaaa-aaaa");
  await account.press("Continue");
  await expect.poll(() => account.trouble.innerText()).toContain("That did not work.");
  expect(recoveryCode).toMatch(/^(?:\w{4}-){3}\w{4}$/);
  await account.press("Use an authenticator app");
  await account.enterCode(app.code());
  await account.signedIn();
  expect(await account.devices.innerText()).toContain("Signed in with an authenticator app");
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
  // The browser itself reports the question whether there is a session, which a new visitor has not.
  expect(problems.seen.filter((problem) => !/401.*\/auth\/refresh/.test(problem))).toEqual([]);
});

test("without a passkey the browser's refusal is said in plain words", async () => {
  const { page } = await open();
  await addPasskeyHolder(page);
  const account = new AccountPage(page);
  await account.open();
  await account.press("Sign in with a passkey");
  await expect.poll(() => account.trouble.innerText()).toContain("No passkey was used.");
});
