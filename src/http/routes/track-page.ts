import type { Context, Hono } from "hono";
import { showScreen } from "../../domain/customer-page/screen.ts";
import { NO_MEMORY, tellStory } from "../../domain/customer-page/story.ts";
import type { PlainWordKey } from "../../domain/customer-page/tongue.ts";
import type { Failure } from "../../domain/failure.ts";
import { pickLanguage } from "../../domain/language.ts";
import { CustomerView } from "../../protocol/live/track-down.ts";
import type { LinkExpired } from "../../services/open-link.ts";
import { viewTrackPage } from "../../services/track-view.ts";
import type { AppEnv } from "../context.ts";
import { fillPage, tongueOf } from "../customer-page.ts";
import { island } from "../island.ts";
import { fetchPage } from "../pages.ts";
import { statusOf } from "../problem.ts";

const PAGE = "/track/";
const CLOSED_PAGE = "/track/closed/";
/** A link that was posted somewhere must not be found by those who search. */
const NO_ROBOTS = "noindex, nofollow, noarchive";
const GONE = 410;

type Refusal = Failure | LinkExpired;

/** What a tracking link opens in a browser: readable before, and without, its first script. */
export function mountTrackPage(app: Hono<AppEnv>): void {
  app.get("/t/:token", async (c) => {
    c.set("route", c.req.routePath);
    const { deps } = c.var;
    const taken = await deps.takeLimit("standard", deps.ipPrefix);
    if (!taken.ok) return closed(c, { tag: "too-many-requests", retryAfterSeconds: taken.retryAfterSeconds });
    const view = await viewTrackPage(deps, c.req.param("token"));
    return view.ok ? opened(c, CustomerView.parse(view.value)) : closed(c, view.error);
  });
}

async function opened(c: Context<AppEnv>, view: CustomerView): Promise<Response> {
  const now = c.var.deps.now();
  const tongue = tongueFor(c);
  const story = tellStory(view, NO_MEMORY, now);
  const screen = showScreen({ story, driver: view.driver, following: "following", now }, tongue);
  const page = fillPage(await fetchPage(c, PAGE), screen, tongue);
  const whole = new HTMLRewriter()
    .on("title", { element: (title) => void title.setInnerContent(screen.title) })
    .on("#main", {
      element: (main) => void main.setAttribute("data-tone", screen.tone).setAttribute("data-chapter", screen.chapter),
    })
    .on("#state", { element: (state) => void state.setInnerContent(island({ now, view }), { html: true }) })
    // What is over does not change: nobody needs to ask again.
    .on("noscript", { element: (refresh) => void (view.state === "ended" && refresh.remove()) })
    .transform(page);
  whole.headers.set("x-robots-tag", NO_ROBOTS);
  return whole;
}

async function closed(c: Context<AppEnv>, refusal: Refusal): Promise<Response> {
  const tongue = tongueFor(c);
  const { title, text, again } = WORDS[reasonOf(refusal)];
  const texts = { headline: tongue.t(title), text: tongue.t(text), again: again ? tongue.t("gone.again") : "" };
  const page = fillPage(await fetchPage(c, CLOSED_PAGE), { texts }, tongue);
  const headers = new Headers(page.headers);
  headers.set("x-robots-tag", NO_ROBOTS);
  if ("retryAfterSeconds" in refusal && refusal.retryAfterSeconds !== undefined)
    headers.set("retry-after", String(refusal.retryAfterSeconds));
  return new Response(page.body, { status: refusal.tag === "link-expired" ? GONE : statusOf(refusal.tag), headers });
}

type Reason = "expired" | "unknown" | "busy" | "down";

const WORDS: Record<Reason, { title: PlainWordKey; text: PlainWordKey; again: boolean }> = {
  expired: { title: "gone.expired.title", text: "gone.expired.text", again: false },
  unknown: { title: "gone.unknown.title", text: "gone.unknown.text", again: false },
  busy: { title: "gone.busy.title", text: "gone.busy.text", again: true },
  down: { title: "gone.down.title", text: "gone.down.text", again: true },
};

function reasonOf({ tag }: Refusal): Reason {
  if (tag === "link-expired") return "expired";
  if (tag === "not-found") return "unknown";
  return tag === "too-many-requests" ? "busy" : "down";
}

function tongueFor(c: Context<AppEnv>) {
  return tongueOf(c.req.raw, pickLanguage(c.req.header("accept-language") ?? "").tag);
}
