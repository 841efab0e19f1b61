import * as api from "../../protocol/api/api-keys.ts";
import * as keys from "../../services/api-keys.ts";
import { route } from "../route.ts";
import { answer } from "./answer.ts";

export const apiKeyRoutes = [
  route(api.createApiKey, async (deps, { body }) => answer(await keys.createApiKey(deps, body))),
  route(api.listApiKeys, async (deps, { query }) => answer(await keys.listApiKeys(deps, query))),
  route(api.revokeApiKey, async (deps, { params }) => answer(await keys.revokeApiKey(deps, params.keyId))),
];
