import { ok } from "../../domain/result.ts";
import * as links from "../../protocol/api/sos-links.ts";
import * as api from "../../protocol/api/sos.ts";
import { acknowledgeSos, closeSos, locateSos } from "../../services/sos-answers.ts";
import { listSos } from "../../services/sos-list.ts";
import { raiseSos } from "../../services/sos-raise.ts";
import { listSosLinks, viewSosLink } from "../../services/sos-links.ts";
import { rawRoute, route } from "../route.ts";
import { taggedJson } from "../tagged-json.ts";
import { answer } from "./answer.ts";

/** An address that was posted somewhere must not be found by those who search. */
const NO_ROBOTS = { "x-robots-tag": "noindex, nofollow, noarchive" };

export const sosRoutes = [
  route(api.raiseSos, async (deps, { body }) => answer(await raiseSos(deps, body))),
  route(api.listSos, async (deps, { query }) => answer(await listSos(deps, query))),
  route(api.acknowledgeSos, async (deps, { params }) => answer(await acknowledgeSos(deps, params.sosId))),
  route(api.closeSos, async (deps, { params, body }) => answer(await closeSos(deps, params.sosId, body.note))),
  route(api.locateSos, async (deps, { params, body }) => answer(await locateSos(deps, params.sosId, body))),
  route(links.listSosLinks, async (deps, { params }) => answer(await listSosLinks(deps, params.sosId))),
  rawRoute(links.getSosLink, async (deps, { params }, c) => {
    const view = await viewSosLink(deps, params);
    return view.ok
      ? ok(await taggedJson(c, { body: links.getSosLink.output.parse(view.value), headers: NO_ROBOTS }))
      : view;
  }),
];
