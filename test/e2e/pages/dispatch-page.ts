import type { Page } from "playwright-core";

/** What a dispatcher sees and does. */
export class DispatchPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async open(): Promise<void> {
    await this.#page.goto("/dispatch/");
    await this.connected();
  }

  async connected(): Promise<void> {
    // Nothing is shown while all is well.
    await this.#page.locator("[data-connection=online]").waitFor({ state: "attached" });
  }

  /** The map has drawn everything that it can. */
  async drawn(): Promise<void> {
    await this.#page.locator("[data-map=ready]").waitFor();
  }

  async turnTo(tab: "All" | "Moving" | "Exceptions"): Promise<void> {
    await this.#page.getByRole("radio", { name: tab }).check();
  }

  /** With the number of those in it. */
  tab(tab: "All" | "Moving" | "Exceptions") {
    return this.#page.locator(".tabs label").filter({ hasText: tab });
  }

  row(name: string) {
    return this.rows.filter({ hasText: name });
  }

  rowOf(tripId: string) {
    return this.#page.locator(`[role=option][data-trip="${tripId}"]`);
  }

  get rows() {
    return this.#page.getByRole("option");
  }

  get search() {
    return this.#page.getByRole("searchbox");
  }

  get banner() {
    return this.#page.locator("[data-connection]");
  }

  get detail() {
    return this.#page.locator("article[data-detail]");
  }

  /** Goes along with the chosen vehicle. */
  get marker() {
    return this.#page.locator("[data-marker]");
  }

  get alert() {
    return this.#page.getByRole("alert").filter({ hasText: /\S/ });
  }

  /** For help, as the banner shows it. */
  call(name: string) {
    return this.alert.getByRole("article").filter({ hasText: `${name} calls for help.` });
  }

  /** Asks how a call ended. */
  get callEnd() {
    return this.#page.getByRole("dialog", { name: /^Close the call of/ });
  }

  async endCall(): Promise<void> {
    await this.callEnd.getByRole("button", { name: "Close the call" }).click();
  }

  async close(): Promise<void> {
    await this.#page.getByRole("button", { name: "Close", exact: true }).click();
  }

  /** Where the marker stands on the screen. */
  async markerAt(): Promise<{ x: number; y: number }> {
    const box = await this.marker.boundingBox();
    if (!box) throw new Error("No marker is shown");
    return { x: box.x, y: box.y };
  }
}
