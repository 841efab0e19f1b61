import * as api from "../../protocol/api/sos.ts";
import { acknowledgeSos, closeSos, locateSos } from "../../services/sos-answers.ts";
import { listSos } from "../../services/sos-list.ts";
import { raiseSos } from "../../services/sos-raise.ts";
import { route } from "../route.ts";
import { answer } from "./answer.ts";

export const sosRoutes = [
  route(api.raiseSos, async (deps, { body }) => answer(await raiseSos(deps, body))),
  route(api.listSos, async (deps, { query }) => answer(await listSos(deps, query))),
  route(api.acknowledgeSos, async (deps, { params }) => answer(await acknowledgeSos(deps, params.sosId))),
  route(api.closeSos, async (deps, { params, body }) => answer(await closeSos(deps, params.sosId, body.note))),
  route(api.locateSos, async (deps, { params, body }) => answer(await locateSos(deps, params.sosId, body))),
];
