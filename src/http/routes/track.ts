import { ok } from "../../domain/result.ts";
import { getTrack } from "../../protocol/api/track.ts";
import { viewTrack } from "../../services/track-view.ts";
import { rawRoute } from "../route.ts";
import { taggedJson } from "../tagged-json.ts";

/** A link that was posted somewhere must not be found by those who search. */
const NO_ROBOTS = { "x-robots-tag": "noindex, nofollow, noarchive" };

export const trackRoutes = [
  rawRoute(getTrack, async (deps, { params }, c) => {
    const view = await viewTrack(deps, params.token);
    return view.ok ? ok(await taggedJson(c, { body: getTrack.output.parse(view.value), headers: NO_ROBOTS })) : view;
  }),
];
