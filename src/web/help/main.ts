import { showHelp } from "../../domain/help-page/help-screen.ts";
import { API_BASE } from "../../protocol/api/endpoint.ts";
import type { SosGlimpse } from "../../protocol/api/sos-links.ts";
import { fetchHttp, type HttpReply } from "../shared/live/http.ts";
import { elementOf } from "../shared/served-page.ts";
import { isGlimpse, isHelpState } from "./glimpse-schema.ts";
import { HelpMap } from "./help-map.ts";
import { paintHelp } from "./paint-help.ts";

/** Between "3 seconds ago" and "4 seconds ago". */
const TICK_MS = 1_000;
const GONE = 404;
const locale = document.documentElement.lang;

/** Keeps the page as true as it was when it was served, until the address leads nowhere any more. */
class HelpPage {
  readonly #http = fetchHttp(location.origin, null);
  readonly #map = new HelpMap(elementOf("map"), locale);
  readonly #path = `${API_BASE}/sos-links/${location.pathname.replace("/h/", "")}`;
  #glimpse: SosGlimpse;
  /** How far the server's clock is ahead of this one. */
  readonly #aheadMs: number;
  #etag: string | null = null;
  #isLost = false;

  constructor({ now, glimpse }: { readonly now: number; readonly glimpse: SosGlimpse }) {
    this.#glimpse = glimpse;
    this.#aheadMs = now - Date.now();
  }

  start(): void {
    this.#show();
    setInterval(() => this.#show(), TICK_MS);
    this.#askLater();
    document.documentElement.dataset["page"] = "ready";
  }

  #askLater(): void {
    setTimeout(() => void this.#ask(), this.#glimpse.askAgainMs);
  }

  async #ask(): Promise<void> {
    const reply = await this.#http({ method: "GET", path: this.#path, etag: this.#etag });
    if (reply?.status === GONE) {
      location.reload();
      return;
    }
    this.#take(reply);
    this.#show();
    this.#askLater();
  }

  #take(reply: HttpReply | null): void {
    this.#isLost = reply === null || reply.status >= 400;
    if (reply === null || !isGlimpse(reply.body)) return;
    this.#glimpse = reply.body;
    this.#etag = reply.etag;
  }

  #show(): void {
    const now = Date.now() + this.#aheadMs;
    paintHelp(showHelp(this.#glimpse, { locale, now, isLost: this.#isLost }), this.#glimpse);
    this.#map.show(this.#glimpse, now);
  }
}

const state: unknown = JSON.parse(elementOf("state").textContent);
// Served with another version's state: the next load brings both of one.
if (isHelpState(state)) new HelpPage(state).start();
else reportError(new Error("The page does not know the state that it was served with"));
