import type { Context, Hono } from "hono";
import type { Failure } from "../../domain/failure.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import { replicaToAsk, upgradeRequest } from "../../platform/live-facts.ts";
import { birthplaceNear } from "../../platform/birthplace-near.ts";
import type { LiveTicket } from "../../platform/live-ticket.ts";
import * as api from "../../protocol/api/live.ts";
import { RegionId, TripId } from "../../protocol/ids.ts";
import { LIVE_PROTOCOL } from "../../protocol/live/live-protocol.ts";
import { admitTicket } from "../../services/live-gate.ts";
import { makeTicket } from "../../services/live-tickets.ts";
import type { AppEnv } from "../context.ts";
import type { HttpDeps } from "../deps.ts";
import { problem } from "../problem.ts";
import { route } from "../route.ts";

export const liveRoutes = [
  route(api.issueLiveTicket, async (deps, { body }) => {
    const ticket = await makeTicket(deps, body);
    return ticket.ok ? ok({ body: ticket.value }) : ticket;
  }),
];

type Wanted = Parameters<typeof admitTicket>[2];

/** Every socket comes in here. What a client may claim about itself ends at this door. */
export function mountSockets(app: Hono<AppEnv>): void {
  app.get("/ws/driver", async (c) => connect(c, { kind: "driver" }));
  app.get("/ws/region/:id", async (c) => connectTo(c, RegionId.safeParse(c.req.param("id")).data));
  app.get("/ws/trip/:id", async (c) => connectTo(c, TripId.safeParse(c.req.param("id")).data));
}

async function connectTo(c: Context<AppEnv>, place: RegionId | TripId | undefined): Promise<Response> {
  return place === undefined ? problem(c.var.requestId, { tag: "not-found" }) : connect(c, { kind: "place", place });
}

async function connect(c: Context<AppEnv>, wanted: Wanted): Promise<Response> {
  c.set("route", c.req.routePath);
  const admitted = await admit(c, wanted);
  if (!admitted.ok) return problem(c.var.requestId, admitted.error);
  return throughTo(c, admitted.value);
}

async function admit(c: Context<AppEnv>, wanted: Wanted): Promise<Result<LiveTicket, Failure>> {
  const { deps } = c.var;
  const taken = await deps.takeLimit("critical", deps.ipPrefix);
  if (!taken.ok) return err({ tag: "too-many-requests", retryAfterSeconds: taken.retryAfterSeconds });
  if (c.req.header("upgrade")?.toLowerCase() !== "websocket") return err({ tag: "upgrade-required" });
  const origin = c.req.header("origin") ?? null;
  const protocols = c.req.header("sec-websocket-protocol");
  return admitTicket(deps, { protocols, origin, origins: deps.socketOrigins }, wanted);
}

function objectOf(deps: HttpDeps, { tenantId, place }: LiveTicket): Fetcher {
  const trip = TripId.safeParse(place);
  return trip.success ? deps.trip(tenantId, trip.data) : deps.region(tenantId, RegionId.parse(place));
}

async function throughTo(c: Context<AppEnv>, ticket: LiveTicket): Promise<Response> {
  const { deps } = c.var;
  const { tenantId, personId, sessionId, role, storeCode, place, ticketId, expiresAt, authUntil } = ticket;
  const person = { tenantId, personId, sessionId, role, storeCode, place, ticketId, expiresAt, authUntil };
  const knock = (object: Fetcher) => object.fetch(upgradeRequest({ kind: "person", ...person }));
  const first = await knock(objectOf(deps, ticket));
  const number = replicaToAsk(first);
  const region = RegionId.safeParse(place);
  const answer =
    number !== null && region.success
      ? await knock(deps.replica({ tenantId, regionId: region.data }, number, birthplaceNear(c.req.raw)))
      : first;
  if (!answer.webSocket) return answer;
  // The one word that a client has to hear, or it hangs up again.
  const headers = { "sec-websocket-protocol": LIVE_PROTOCOL };
  return new Response(null, { status: 101, webSocket: answer.webSocket, headers });
}
