import type { Context, Hono } from "hono";
import { upgradeRequest } from "../../platform/live-facts.ts";
import { CLOSE } from "../../protocol/live/close-codes.ts";
import { LIVE_PROTOCOL } from "../../protocol/live/live-protocol.ts";
import { trackPlace } from "../../services/track-view.ts";
import type { AppEnv } from "../context.ts";
import { problem } from "../problem.ts";

/** A customer's socket. The link is all that opens it, so what it shows is what the link shows. */
export function mountTrackSocket(app: Hono<AppEnv>): void {
  app.get("/ws/track/:token", async (c) => {
    c.set("route", c.req.routePath);
    const { deps, requestId } = c.var;
    const taken = await deps.takeLimit("critical", deps.ipPrefix);
    if (!taken.ok) return problem(requestId, { tag: "too-many-requests", retryAfterSeconds: taken.retryAfterSeconds });
    if (c.req.header("upgrade")?.toLowerCase() !== "websocket") return problem(requestId, { tag: "upgrade-required" });
    const origin = c.req.header("origin");
    if (origin !== undefined && !deps.socketOrigins.has(origin)) return problem(requestId, { tag: "forbidden" });
    const place = await trackPlace(deps, c.req.param("token"));
    if (!place.ok) return problem(requestId, place.error);
    const { tripId, facts } = place.value;
    if (tripId === null) return accepted(c, nothingYet());
    const answer = await deps.trip(facts.tenantId, tripId).fetch(upgradeRequest(facts));
    if (!answer.webSocket) return problem(requestId, { tag: "not-found" });
    return accepted(c, answer.webSocket);
  });
}

/** Only on an accepted socket can a browser read why; it asks for the view meanwhile. */
function nothingYet(): WebSocket {
  const { 0: client, 1: server } = new WebSocketPair();
  server.accept();
  server.close(CLOSE.moved, "nobody carries it yet");
  return client;
}

/** A client that offered the protocol hangs up again unless it is named back, and one that did not if it is. */
function accepted(c: Context<AppEnv>, webSocket: WebSocket): Response {
  const offered = (c.req.header("sec-websocket-protocol") ?? "").split(",").map((protocol) => protocol.trim());
  const headers = new Headers();
  if (offered.includes(LIVE_PROTOCOL)) headers.set("sec-websocket-protocol", LIVE_PROTOCOL);
  return new Response(null, { status: 101, webSocket, headers });
}
