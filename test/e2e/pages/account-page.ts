import type { Page } from "playwright-core";
import { codeSentTo } from "../support/outbox.ts";

type Stage = "invitation" | "login" | "code" | "choose-account" | "second-factor" | "set-up-factor" | "recovery-codes";

/** What a person does to get in, and on the page that says so. */
export class AccountPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async open(): Promise<void> {
    await this.#page.goto("/account/");
    await this.#page.locator("html[data-page=ready] [data-session]:not([data-session=starting])").waitFor();
  }

  async at(stage: Stage): Promise<void> {
    await this.#page.locator(`[data-stage=${stage}]`).waitFor();
  }

  async signedIn(): Promise<void> {
    await this.#page.locator("[data-session=signed-in]").waitFor();
    await this.devices.first().waitFor();
    await this.factors.first().waitFor();
  }

  /** Up to where the code is typed. */
  async askForCode(login: string): Promise<void> {
    const phone = login.startsWith("+");
    await this.#page.getByRole("radio", { name: phone ? "Phone" : "E-mail" }).check();
    await this.#page.getByLabel(phone ? "Phone number" : "E-mail address").fill(login);
    await this.press("Send me a code");
  }

  async enterCode(code: string): Promise<void> {
    await this.digits.fill(code);
    await this.press("Continue");
  }

  /** From the start to behind the code. */
  async signInByCode(login: string): Promise<void> {
    await this.open();
    await this.askForCode(login);
    await this.signInWithCodeSentTo(login);
  }

  /** The `count`th that this address was sent. */
  async signInWithCodeSentTo(login: string, count = 1): Promise<void> {
    await this.at("code");
    await this.enterCode(await codeSentTo(this.#page, login, count));
  }

  async press(name: string): Promise<void> {
    await this.#page.getByRole("button", { name, exact: true }).click();
  }

  /** For the code of a message or of an authenticator app. */
  get digits() {
    return this.#page.locator("#code");
  }

  get heading() {
    return this.#page.getByRole("heading", { level: 1 });
  }

  /** Why something was refused. */
  get trouble() {
    return this.#page.getByRole("alert").filter({ hasText: /\S/ });
  }

  get secret() {
    return this.#page.locator(".secret code");
  }

  get recoveryCodes() {
    return this.#page.locator(".codes li");
  }

  get devices() {
    return this.#page.getByRole("region", { name: "Where you are signed in" }).getByRole("listitem");
  }

  get currentDevice() {
    return this.devices.filter({ hasText: "This device" });
  }

  get factors() {
    return this.#page.getByRole("region", { name: "Second factors" }).getByRole("listitem");
  }
}
