import * as api from "../../protocol/api/tracking-links.ts";
import * as links from "../../services/tracking-links.ts";
import { route } from "../route.ts";
import { answer } from "./answer.ts";

export const trackingLinkRoutes = [
  route(api.issueTrackingLink, async (deps, { params, body }) =>
    answer(await links.issueTrackingLink(deps, params.shipmentId, body)),
  ),
  route(api.listTrackingLinks, async (deps, { params, query }) =>
    answer(await links.listTrackingLinks(deps, params.shipmentId, query)),
  ),
  route(api.revokeTrackingLink, async (deps, { params }) =>
    answer(await links.revokeTrackingLink(deps, params.shipmentId, params.linkId)),
  ),
];
