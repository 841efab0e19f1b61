import * as api from "../../protocol/api/settings.ts";
import * as settings from "../../services/settings.ts";
import { route } from "../route.ts";
import { tagged } from "./answer.ts";

export const settingsRoutes = [
  route(api.getSettings, async (deps) => tagged(await settings.getSettings(deps))),
  route(api.replaceSettings, async (deps, { headers, body }) =>
    tagged(await settings.replaceSettings(deps, body, headers["if-match"])),
  ),
];
