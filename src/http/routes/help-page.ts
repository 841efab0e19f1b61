import type { Context, Hono } from "hono";
import { helpWordsFor, showHelp } from "../../domain/help-page/help-screen.ts";
import type { Failure } from "../../domain/failure.ts";
import { pickLanguage } from "../../domain/language.ts";
import { SosGlimpse } from "../../protocol/api/sos-links.ts";
import { viewSosLink } from "../../services/sos-links.ts";
import type { AppEnv } from "../context.ts";
import { fillPage, tongueOf } from "../customer-page.ts";
import { island } from "../island.ts";
import { fetchPage } from "../pages.ts";
import { statusOf } from "../problem.ts";

const PAGE = "/help/";
const CLOSED_PAGE = "/track/closed/";
/** An address that was posted somewhere must not be found by those who search. */
const NO_ROBOTS = "noindex, nofollow, noarchive";

/** What the address opens that a named contact was sent: readable before, and without, its first script. */
export function mountHelpPage(app: Hono<AppEnv>): void {
  app.get("/h/:tenantId/:linkToken", async (c) => {
    c.set("route", c.req.routePath);
    const { deps } = c.var;
    const taken = await deps.takeLimit("critical", deps.ipPrefix);
    if (!taken.ok) return closed(c, { tag: "too-many-requests", retryAfterSeconds: taken.retryAfterSeconds });
    const view = await viewSosLink(deps, c.req.param());
    return view.ok ? opened(c, SosGlimpse.parse(view.value)) : closed(c, view.error);
  });
}

async function opened(c: Context<AppEnv>, glimpse: SosGlimpse): Promise<Response> {
  const now = c.var.deps.now();
  const locale = localeOf(c);
  const { title, texts, mapUrl } = showHelp(glimpse, { locale, now, isLost: false });
  const page = fillPage(await fetchPage(c, PAGE), { texts }, tongueOf(c.req.raw, locale));
  const whole = new HTMLRewriter()
    .on("title", { element: (element) => void element.setInnerContent(title) })
    .on("#map-link", { element: (link) => void (mapUrl && link.setAttribute("href", mapUrl)) })
    .on("#main", {
      element: (main) =>
        void ((glimpse.isAcknowledged || glimpse.state === "over") && main.setAttribute("data-calm", "")),
    })
    .on("#state", { element: (state) => void state.setInnerContent(island({ now, glimpse }), { html: true }) })
    .transform(page);
  whole.headers.set("x-robots-tag", NO_ROBOTS);
  return whole;
}

/** Unknown, ended long ago and mistyped are one page. */
async function closed(c: Context<AppEnv>, failure: Failure): Promise<Response> {
  const locale = localeOf(c);
  const words = helpWordsFor(locale);
  const isBusy = failure.tag === "too-many-requests";
  const texts = {
    headline: words[isBusy ? "busy.title" : "gone.title"],
    text: words[isBusy ? "busy.text" : "gone.text"],
  };
  const page = fillPage(await fetchPage(c, CLOSED_PAGE), { texts }, tongueOf(c.req.raw, locale));
  const whole = new HTMLRewriter()
    .on("title", { element: (element) => void element.setInnerContent(words.title) })
    .transform(page);
  const headers = new Headers(whole.headers);
  headers.set("x-robots-tag", NO_ROBOTS);
  if (isBusy && failure.retryAfterSeconds !== undefined) headers.set("retry-after", String(failure.retryAfterSeconds));
  return new Response(whole.body, { status: statusOf(failure.tag), headers });
}

function localeOf(c: Context<AppEnv>): string {
  return pickLanguage(c.req.header("accept-language") ?? "").tag;
}
