import { isOver } from "../../domain/customer-page/chapter.ts";
import { catalogFor } from "../../domain/customer-page/catalogs.ts";
import { meaningOf } from "../../domain/customer-page/meaning.ts";
import { type Following, showScreen } from "../../domain/customer-page/screen.ts";
import { type Memory, NO_MEMORY, remember, type Story, tellStory } from "../../domain/customer-page/story.ts";
import { createTongue } from "../../domain/customer-page/tongue.ts";
import type { ViewState } from "../../domain/live-client/view-state.ts";
import type { CustomerView } from "../../protocol/live/track-down.ts";
import { systemClockwork } from "../shared/live/clockwork.ts";
import { pageHints } from "../shared/live/page-hints.ts";
import { createTrackClient } from "../shared/live/track-client.ts";
import { type PageState, pageStateSchema } from "../shared/live/track-schema.ts";
import { Announcer } from "./announcer.ts";
import { MapPart } from "./map-part.ts";
import { elementOf } from "../shared/served-page.ts";
import { paint } from "./page-places.ts";

/** "Updated 20 seconds ago" need not be truer than that. */
const TICK_MS = 5_000;
/** After the end of a trip, or of what this link may see: often enough for who still waits. */
const ASK_AGAIN_MS = 60_000;

const tongue = createTongue(document.documentElement.lang, catalogFor(document.documentElement.lang));

/** Keeps the page as true as it was when it was served. */
class TrackingPage {
  readonly #map = new MapPart(elementOf("map-part"), tongue);
  readonly #announcer = new Announcer((text) => (elementOf("said").textContent = text), systemClockwork);
  #view: CustomerView;
  #memory: Memory;
  #following: Following = "following";
  /** How far the server's clock is ahead of this one: ages are counted by the server's. */
  #aheadMs: number;

  constructor({ view, now }: PageState) {
    this.#view = view;
    this.#memory = remember(NO_MEMORY, view);
    this.#aheadMs = now - Date.now();
  }

  start(): void {
    const client = createTrackClient(
      { baseUrl: location.origin, token: location.pathname.replace("/t/", ""), hints: pageHints },
      {
        onView: ({ view, now }) => this.#see(view, now),
        onState: (state) => this.#follow(state),
        onTrouble: reportError,
      },
    );
    this.#show();
    client.start();
    setInterval(() => this.#show(), TICK_MS);
    document.documentElement.dataset["page"] = "ready";
  }

  #see(view: CustomerView, now: number | null): void {
    if (now !== null) this.#aheadMs = now - Date.now();
    this.#view = view;
    this.#memory = remember(this.#memory, view);
    this.#show();
  }

  #follow(state: ViewState): void {
    // A page that has just opened is as true as its answer; "reconnecting" is for who was connected.
    this.#following = state === "offline" || state === "degraded" ? "reconnecting" : "following";
    const story = this.#show();
    if (state === "ended" && !isOver(story.chapter)) askAgain();
  }

  #show(): Story {
    const now = Date.now() + this.#aheadMs;
    const story = tellStory(this.#view, this.#memory, now);
    const screen = showScreen({ story, driver: this.#view.driver, following: this.#following, now }, tongue);
    paint(screen);
    this.#map.show(story, this.#view);
    const { headline, why, lead } = screen.texts;
    this.#announcer.hear(meaningOf(story), `${headline}. ${[why, lead].filter(Boolean).join(" ")}`);
    return story;
  }
}

export function startTracking(): void {
  const state = pageStateSchema.safeParse(JSON.parse(elementOf("state").textContent));
  // Served with another version's state: the reload that follows brings both of one.
  if (!state.success) throw new Error("The page does not know the state that it was served with");
  new TrackingPage(state.data).start();
}

/** The server has closed this for good, yet nothing is delivered: another trip, or a link that was taken back. */
function askAgain(): void {
  setTimeout(() => {
    if (navigator.onLine) location.reload();
    else window.addEventListener("online", () => location.reload(), { once: true });
  }, ASK_AGAIN_MS);
}
