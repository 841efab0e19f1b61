import type { Page } from "playwright-core";

/** What a developer does in the API reference. */
export class DocsPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async open(operation?: string): Promise<void> {
    await this.#page.goto(operation === undefined ? "/api/docs" : `/api/docs#/${operation}`);
    await this.#page.locator("[data-docs=ready]").waitFor();
  }

  get search() {
    return this.#page.getByRole("searchbox");
  }

  get heading() {
    return this.#page.getByRole("heading", { level: 1 });
  }

  get send() {
    return this.#page.getByRole("button", { name: "Send request" });
  }

  get curl() {
    return this.#page.getByRole("region", { name: "Request with curl" }).locator("code");
  }

  link(name: string) {
    return this.#page.getByRole("navigation").getByRole("link", { name });
  }

  links() {
    return this.#page.getByRole("navigation").locator("li a");
  }

  get answer() {
    return this.#page.locator(".exchange");
  }
}
