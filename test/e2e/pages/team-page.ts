import type { Page } from "playwright-core";

type View = "people" | "invitations" | "keys" | "regions" | "rules";
const LIST: Record<View, string> = {
  people: "Users",
  invitations: "Invitations",
  keys: "API keys",
  regions: "Regions",
  rules: "Rules",
};

/** What those who run a tenant do. */
export class TeamPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async open(view: View): Promise<void> {
    await this.#page.goto(`/team/#/${view}`);
    await this.loaded(LIST[view]);
  }

  /** From one view to another, without loading the page. */
  async turnTo(view: View): Promise<void> {
    await this.views.getByRole("link", { name: view === "people" ? "People" : LIST[view] }).click();
    await this.loaded(LIST[view]);
  }

  async loaded(list: string): Promise<void> {
    await this.#page
      .locator("[data-loaded=true]")
      .filter({ has: this.#page.getByRole("heading", { name: list }) })
      .waitFor();
  }

  async press(name: string): Promise<void> {
    await this.#page.getByRole("button", { name, exact: true }).click();
  }

  /** The question before what others will feel. */
  async confirm(action: string): Promise<void> {
    await this.dialog.getByRole("button", { name: action, exact: true }).click();
    await this.dialog.waitFor({ state: "detached" });
  }

  get views() {
    return this.#page.getByRole("navigation", { name: "Views" });
  }

  get dialog() {
    return this.#page.getByRole("dialog");
  }

  get said() {
    return this.#page.locator(".said");
  }

  row(text: string) {
    return this.#page.locator("ul.rows > li").filter({ hasText: text });
  }

  field(label: string) {
    return this.#page.getByLabel(label, { exact: true });
  }
}
