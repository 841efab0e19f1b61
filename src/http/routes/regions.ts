import * as api from "../../protocol/api/regions.ts";
import { listRegions } from "../../services/regions.ts";
import { route } from "../route.ts";
import { answer } from "./answer.ts";

export const regionRoutes = [route(api.listRegions, async (deps, { query }) => answer(await listRegions(deps, query)))];
