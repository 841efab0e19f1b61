import type { Page } from "playwright-core";

/** What a person does on the start page, in their words. */
export class LandingPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async open(): Promise<void> {
    await this.#page.goto("/");
    await this.ready();
  }

  async ready(): Promise<void> {
    await this.#page.locator("html[data-page=ready]").waitFor();
    await this.#page.locator("[data-health]:not([data-health=checking])").waitFor();
  }

  /** ok, degraded, down or unreachable. */
  health(): Promise<string | null> {
    return this.#page.locator("[data-health]").getAttribute("data-health");
  }

  healthText(): Promise<string> {
    return this.#page.locator("[data-health]").innerText();
  }

  async untilHealth(state: string): Promise<void> {
    await this.#page.locator(`[data-health=${state}]`).waitFor();
  }

  get refresh() {
    return this.#page.getByRole("button", { name: "Check again" });
  }

  theme(choice: string) {
    return this.#page.getByRole("radio", { name: choice });
  }

  /** What the page looks like, not what was chosen: the colour that the paper has. */
  paper(): Promise<string> {
    return this.#page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  }
}
