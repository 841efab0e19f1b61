import { beforeAll, expect, inject, test } from "vitest";
import { AccountPage } from "./pages/account-page.ts";
import { TeamPage } from "./pages/team-page.ts";
import { expectAccessible } from "./support/accessible.ts";
import { type Visit, useBrowser } from "./support/browser.ts";
import { walk } from "./support/keyboard.ts";
import { driverLogin, userLogin } from "./support/logins.ts";
import { codeSentTo, invitationSentTo } from "./support/outbox.ts";
import { fromOwnAddress } from "./support/own-address.ts";
import { signInWithNewPasskey } from "./support/passkey-holder.ts";

const { open, openForFile } = fromOwnAddress(useBrowser());
/** The browser itself reports the question whether there is a session, and the refusals that are asked for. */
const EXPECTED = /401.*\/auth\/refresh|409.*\/(settings|close)\)$/;

/** The admin of Harbour, signed in for all tests here. */
let office: Visit;
let team: TeamPage;

beforeAll(async () => {
  office = await openForFile({ reducedMotion: "reduce" });
  await signInWithNewPasskey(office.page, userLogin("admin", "Harbour"));
  team = new TeamPage(office.page);
});

async function inviteStore(name: string, email: string): Promise<string> {
  await team.open("invitations");
  await team.press("Invite somebody");
  await team.field("Role").selectOption("Store");
  await team.field("Store code").fill("corner-shop");
  await team.field("Name").fill(name);
  await team.field("E-mail address").fill(email);
  await team.press("Send the invitation");
  await team.said.getByText(`The invitation for ${name} is on its way.`).waitFor();
  await team.row(name).getByText("Open").waitFor();
  return invitationSentTo(office.page, email);
}

test("somebody invited accepts, signs in, is among the people, gets another role, and is shut out", async () => {
  const email = "corner@harbour.example";
  const link = await inviteStore("Corner Shop", email);
  const { page } = await open();
  const account = new AccountPage(page);
  await page.goto(link);
  await account.at("invitation");
  expect(page.url()).not.toContain("invitation");
  await page.getByText("Corner Shop, Harbour Couriers invites you").waitFor();
  await account.press("Accept");
  await account.at("login");
  expect(await page.getByRole("main").innerText()).toContain("Your account is ready.");
  await account.askForCode(email);
  await account.signInWithCodeSentTo(email);
  await account.signedIn();
  await page.getByText("Corner Shop, Store at Harbour Couriers.").waitFor();

  await team.turnTo("people");
  expect(await team.row(email).innerText()).toMatch(/Store · Store: corner-shop[\s\S]*Active/);
  await team.press("Change role of Corner Shop");
  await team.dialog.getByLabel("Role").selectOption("Dispatcher");
  await team.dialog.getByLabel("Harbour").check();
  await team.confirm("Change role");
  await team.row(email).getByText("Dispatcher · Regions: Harbour").waitFor();

  await team.press("Suspend Corner Shop");
  await team.confirm("Suspend");
  expect(await team.said.innerText()).toBe("Corner Shop was suspended.");
  expect(await team.row(email).innerText()).toContain("Suspended");
  await page.reload();
  await account.at("login");
  await team.press("Let in again: Corner Shop");
  await team.row(email).getByText("Active").waitFor();
});

test("a link that was used, taken back or replaced says so in plain words", async () => {
  const first = await inviteStore("Late Shop", "late@harbour.example");
  await team.press("Send again to Late Shop");
  await team.said.getByText("is on its way").waitFor();
  const second = await invitationSentTo(office.page, "late@harbour.example", 2);
  expect(second).not.toBe(first);
  await team.press("Take back the invitation for Late Shop");
  await team.confirm("Take back");
  expect(await team.row("Late Shop").allInnerTexts()).toEqual([
    expect.stringContaining("Taken back"),
    expect.stringContaining("Taken back"),
  ]);
  const { page } = await open();
  const account = new AccountPage(page);
  for (const link of [first, second]) {
    // The second one changes only what stands behind the #.
    await Promise.all([page.waitForResponse("**/invitations/read"), page.goto(link)]);
    await account.trouble.getByText("This invitation was used, taken back or is too old.").waitFor();
  }
});

test("a key works from the moment it is made until it is revoked", async () => {
  await team.open("keys");
  await team.press("Make a key");
  await team.field("Name").fill("Till");
  await team.field("Read drivers").check();
  await team.press("Make the key");
  const secret = await office.page.locator("[data-made-key] code").innerText();
  const ask = async () => {
    const headers = { authorization: `Bearer ${secret}` };
    return (await fetch(`${inject("baseUrl")}/api/v1/drivers`, { headers })).status;
  };
  expect(await ask()).toBe(200);
  await team.press("I have kept it");
  await team.row("Till").getByText("Read drivers").waitFor();
  expect(await office.page.getByText(secret).count()).toBe(0);
  await team.press("Revoke the key Till");
  await team.confirm("Revoke");
  expect(await team.row("Till").innerText()).toContain("Revoked");
  expect(await ask()).toBe(401);
});

test("a driver who is suspended with the code in hand is told so", async () => {
  const { page } = await open();
  const account = new AccountPage(page);
  const login = driverLogin(4);
  await account.open();
  await account.askForCode(login);
  await account.at("code");
  // Sent before: who is suspended gets no code.
  const code = await codeSentTo(page, login);
  await team.open("people");
  await office.page.getByRole("radio", { name: "Drivers" }).check();
  await team.loaded("Drivers");
  await team.press("Suspend Driver Five");
  await team.confirm("Suspend");
  expect(await team.row("Driver Five").innerText()).toContain("Suspended");
  await account.enterCode(code);
  await account.trouble.getByText("This account is suspended. Ask your administrator.").waitFor();
});

test("one address with two accounts is asked which, and comes back to the page that it was sent from", async () => {
  const email = userLogin("store", "Meadow");
  const link = await inviteStore("Second Counter", email);
  const { page } = await open();
  const account = new AccountPage(page);
  await page.goto(link);
  await account.press("Accept");
  await account.at("login");
  await page.goto("/team/#/keys");
  await account.at("login");
  await account.askForCode(email);
  await account.signInWithCodeSentTo(email);
  await account.at("choose-account");
  await page.getByRole("button", { name: "Meadow Deliveries" }).click();
  await new TeamPage(page).loaded("API keys");
  expect(new URL(page.url()).pathname).toBe("/team/");
  // A store looks after its keys and nothing else.
  expect(await new TeamPage(page).views.getByRole("link").allInnerTexts()).toEqual(["API keys"]);
});

test("a region is opened on the map, changed, and closed when nothing happens there", async () => {
  const { page } = office;
  await team.open("regions");
  await team.press("Open a region");
  await page.locator(".area[data-map=ready]").waitFor();
  await team.press("Take what the map shows");
  await team.press("Take the last corner away");
  expect(await corners()).toHaveLength(3);
  await team.field("Name").fill("Old Docks");
  await page.locator(".area").click({ position: { x: 90, y: 60 } });
  await expect.poll(corners).toHaveLength(4);
  await team.field("Time zone").selectOption("Europe/Lisbon");
  await team.press("Open the region");
  await team.said.getByText("Old Docks was opened.").waitFor();
  expect(await team.row("Old Docks").innerText()).toMatch(/Europe\/Lisbon[\s\S]*Open/);

  await team.press("Change Old Docks");
  await team.field("Name").fill("New Docks");
  await team.press("Save the region");
  await team.row("New Docks").waitFor();
  await team.press("Close New Docks");
  await team.confirm("Close");
  expect(await team.row("New Docks").innerText()).toContain("Closed");

  await team.press("Close Harbour");
  await team.dialog.getByRole("button", { name: "Close", exact: true }).click();
  await team.dialog.getByText("still count on this region").waitFor();
  await team.dialog.getByRole("button", { name: "Leave it as it is" }).click();
});

test("rules that somebody else has changed meanwhile are shown before they are changed again", async () => {
  await team.open("rules");
  const seconds = team.field("Seconds in one stored piece");
  const before = await seconds.inputValue();
  await office.page.evaluate(changeRulesElsewhere);
  await seconds.fill("45");
  await team.press("Save the rules");
  await office.page.getByText("Somebody changed the rules meanwhile.").waitFor();
  await team.press("Show it as it is now");
  await expect.poll(() => seconds.inputValue()).toBe("44");
  await seconds.fill(before);
  await team.field("Told of every call for help").fill("Night desk, night@harbour.example");
  await team.press("Save the rules");
  await team.said.getByText("The rules were saved.").waitFor();
  await office.page.reload();
  await team.loaded("Rules");
  expect(await seconds.inputValue()).toBe(before);
  expect(await team.field("Told of every call for help").inputValue()).toBe("Night desk, night@harbour.example");
});

async function corners(): Promise<string[]> {
  return (await team.field("Corners").inputValue()).split("\n");
}

/** As another tab of the same person does: runs in the page. */
async function changeRulesElsewhere(): Promise<void> {
  const json = { "content-type": "application/json" };
  const refreshed = await fetch("/api/v1/auth/refresh", { method: "POST", headers: json, body: "{}" });
  const { accessToken }: { accessToken: string } = await refreshed.json();
  const headers = { ...json, authorization: `Bearer ${accessToken}` };
  const body = JSON.stringify({ trip: { chunkSeconds: 44 } });
  const answer = await fetch("/api/v1/settings", { method: "PUT", headers, body });
  if (!answer.ok) throw new Error(await answer.text());
}

test("every view is accessible, whole at 320 px, usable by keyboard and within its security policy", async () => {
  const { page, problems } = office;
  for (const view of ["people", "invitations", "keys", "regions", "rules"] as const) {
    await team.open(view);
    if (view === "invitations") await team.press("Invite somebody");
    if (view === "keys") await team.press("Make a key");
    await expectAccessible(page);
    const { missed, faults } = await walk(page);
    expect({ missed, faults }).toEqual({ missed: [], faults: [] });
  }
  await team.turnTo("people");
  await team.press("Change role of Harbour Couriers dispatcher");
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await team.turnTo("regions");
  await team.press("Change Harbour");
  await page.locator(".area[data-map=ready]").waitFor();
  await expectAccessible(page);
  expect(problems.seen.filter((problem) => !EXPECTED.test(problem))).toEqual([]);
});

test("it reads from right to left, all of it from the catalogue", async () => {
  // The admin's own session goes on here; no test after this one has it.
  const storageState = await office.page.context().storageState();
  await office.page.close();
  const { page } = await open({ locale: "ar-XB", reducedMotion: "reduce", storageState });
  await page.goto("/team/#/invitations");
  await page.locator("[data-loaded=true]").waitFor();
  expect(await page.locator("html").getAttribute("dir")).toBe("rtl");
  await expectAccessible(page);
  const texts = await page.locator("main :is(h1, h2, h3, label, legend, .button, .state)").allInnerTexts();
  expect(texts.length).toBeGreaterThan(5);
  expect(texts.filter((text) => text.trim() !== "" && !text.includes("["))).toEqual([]);
});
