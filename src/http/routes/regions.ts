import * as api from "../../protocol/api/regions.ts";
import * as changes from "../../services/region-changes.ts";
import * as regions from "../../services/regions.ts";
import { makeOnce } from "../make-once.ts";
import { route } from "../route.ts";
import { answer, tagged } from "./answer.ts";

export const regionRoutes = [
  route(api.listRegions, async (deps, { query }) => answer(await regions.listRegions(deps, query))),
  route(api.createRegion, async (deps, { body }) =>
    tagged(
      await makeOnce(deps, "region", {
        find: (id) => regions.getRegion(deps, id),
        make: (id) => changes.createRegion(deps, body, id),
      }),
    ),
  ),
  route(api.getRegion, async (deps, { params }) => tagged(await regions.getRegion(deps, params.regionId))),
  route(api.changeRegion, async (deps, { params, headers, body }) =>
    tagged(await changes.changeRegion(deps, params.regionId, body, headers["if-match"])),
  ),
  route(api.closeRegion, async (deps, { params }) => tagged(await changes.closeRegion(deps, params.regionId))),
];
