import type { Context } from "hono";
import { pickLanguage } from "../domain/language.ts";
import type { AppEnv } from "./context.ts";
import { problem } from "./problem.ts";

const NOT_FOUND_PAGE = "/not-found/";
/** Empty until a tracking link, or a contact's of a call for help, fills it: those have addresses of their own. */
const SHELL = /^\/(?:track|help)(\/|$)/;
/** Shows what the sandbox kept, so it exists where the sandbox does. */
const OUTBOX_PAGE = /^\/outbox(\/|$)/;

/** A built page or file by the request's own path. */
export async function servePage(c: Context<AppEnv>): Promise<Response> {
  if (c.req.method !== "GET" && c.req.method !== "HEAD") return problem(c.var.requestId, { tag: "not-found" });
  const { pathname } = new URL(c.req.url);
  const hidden = SHELL.test(pathname) || (OUTBOX_PAGE.test(pathname) && c.var.deps.outbox === undefined);
  const found = await fetchPage(c, hidden ? NOT_FOUND_PAGE : pathname);
  if (found.status !== 404 && !hidden) return found;
  if (!c.req.header("accept")?.includes("text/html")) return problem(c.var.requestId, { tag: "not-found" });
  const page = await fetchPage(c, NOT_FOUND_PAGE);
  return new Response(page.body, { status: 404, headers: page.headers });
}

/**
 * HTML gets this answer's nonce and the reader's language. It is never cached by an ETag: a 304 would pair the
 * stored page and its old nonce with a new policy.
 */
export async function fetchPage(c: Context<AppEnv>, path: string): Promise<Response> {
  const asset = await c.var.deps.assets.fetch(new URL(path, c.req.url), { method: c.req.method, redirect: "manual" });
  if (!asset.headers.get("content-type")?.startsWith("text/html")) return new Response(asset.body, asset);
  const nonce = c.get("secureHeadersNonce") ?? "";
  const language = pickLanguage(c.req.header("accept-language") ?? "");
  const page = new HTMLRewriter()
    .on("html", {
      element(html) {
        html.setAttribute("lang", language.tag).setAttribute("dir", language.direction);
        // The start page asks for the simulation's trip only where there can be one.
        if (c.var.deps.demo !== undefined) html.setAttribute("data-simulation", "");
      },
    })
    .on("script, link[rel=modulepreload]", {
      element(tag) {
        tag.setAttribute("nonce", nonce);
      },
    })
    .transform(new Response(asset.body, asset));
  page.headers.delete("etag");
  page.headers.set("cache-control", "no-store");
  return page;
}
