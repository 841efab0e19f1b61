import type { Context, Hono } from "hono";
import type { Failure } from "../../domain/failure.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import { readOsmAndJson } from "../../domain/trackers/osmand-json.ts";
import { readOsmAndQuery } from "../../domain/trackers/osmand-query.ts";
import { OWNTRACKS_ANSWER, readOwnTracks } from "../../domain/trackers/owntracks.ts";
import type { TrackerError, TrackerReport } from "../../domain/trackers/tracker-report.ts";
import * as api from "../../protocol/api/tracker-tokens.ts";
import * as tokens from "../../services/tracker-tokens.ts";
import { findTracker, storeReports } from "../../services/trackers.ts";
import type { AppEnv } from "../context.ts";
import { problem } from "../problem.ts";
import { route } from "../route.ts";
import { basicWords, bodyText, parseJson } from "../tracker-request.ts";
import { answer } from "./answer.ts";

export const trackerRoutes = [
  route(api.createTrackerToken, async (deps, { params, body }) =>
    answer(await tokens.createTrackerToken(deps, params.driverId, body)),
  ),
  route(api.listTrackerTokens, async (deps, { params }) =>
    answer(await tokens.listTrackerTokens(deps, params.driverId)),
  ),
  route(api.revokeTrackerToken, async (deps, { params }) =>
    answer(await tokens.revokeTrackerToken(deps, params.driverId, params.tokenId)),
  ),
];

interface Message {
  /** Whatever may be the secret. */
  readonly offered: readonly string[];
  readonly read: Result<readonly TrackerReport[], TrackerError>;
}

/**
 * The doors of apps that were never made for us. Their protocols say where the secret stands: OsmAnd's in the address, which
 * is why requests are logged by their pattern alone.
 */
export function mountTrackers(app: Hono<AppEnv>): void {
  for (const path of ["/osmand", "/track/osmand"]) app.on(["GET", "POST"], path, async (c) => hear(c, osmAnd, ""));
  app.post("/owntracks", async (c) => hear(c, ownTracks, OWNTRACKS_ANSWER));
}

async function hear(
  c: Context<AppEnv>,
  parse: (c: Context<AppEnv>, now: number) => Promise<Message>,
  thanks: string,
): Promise<Response> {
  c.set("route", c.req.routePath);
  const { deps, requestId } = c.var;
  const { offered, read } = await parse(c, deps.now());
  const owner = await findTracker(deps, offered);
  if (!owner.ok) return problem(requestId, owner.error);
  if (!read.ok) return problem(requestId, failureOf(read.error));
  const stored = await storeReports(deps, owner.value, read.value);
  if (!stored.ok) return problem(requestId, stored.error);
  const headers = { "cache-control": "no-store", ...(thanks && { "content-type": "application/json" }) };
  return new Response(thanks, { headers });
}

/** Query, form or JSON: which of them an app sends depends on its age. An identifier in the server's address counts too. */
async function osmAnd(c: Context<AppEnv>, now: number): Promise<Message> {
  const query = [...new URL(c.req.url).searchParams];
  const type = c.req.header("content-type") ?? "";
  const inAddress = idsOf(query);
  if (c.req.method === "POST" && type.startsWith("application/json")) {
    const read = readOsmAndJson(await parseJson(c.req.raw), now);
    const named = new Set(read.ok ? read.value.flatMap(({ deviceToken }) => deviceToken ?? []) : []);
    // One driver is whoever the secret names: what another device says must not be stored as theirs.
    const isMixed = named.size > 1;
    return { offered: [...named, ...inAddress], read: isMixed ? err({ tag: "malformed", field: "device_id" }) : read };
  }
  const form = c.req.method === "POST" ? [...new URLSearchParams(await bodyText(c.req.raw))] : [];
  const read = readOsmAndQuery([...query, ...form], now);
  return { offered: [...idsOf(form), ...inAddress], read: read.ok ? ok([read.value]) : read };
}

async function ownTracks(c: Context<AppEnv>): Promise<Message> {
  const read = readOwnTracks(await parseJson(c.req.raw));
  return { offered: basicWords(c.req.header("authorization")), read: read.ok ? ok([read.value]) : read };
}

function idsOf(parameters: readonly (readonly [string, string])[]): string[] {
  return parameters.filter(([name]) => name === "id" || name === "deviceid").map(([, value]) => value);
}

function failureOf(error: TrackerError): Failure {
  if (error.tag === "too-many") return { tag: "body-too-large" };
  const [path, message] =
    error.tag === "encrypted"
      ? ["body", "is encrypted with a key of the app's own"]
      : [error.field, "is missing or malformed"];
  return { tag: "invalid-request", errors: [{ path, message }] };
}
