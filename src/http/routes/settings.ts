import type { Failure } from "../../domain/failure.ts";
import { ok, type Result } from "../../domain/result.ts";
import { versionTag } from "../../protocol/api/entity-tag.ts";
import * as api from "../../protocol/api/settings.ts";
import * as settings from "../../services/settings.ts";
import { route } from "../route.ts";

export const settingsRoutes = [
  route(api.getSettings, async (deps) => tagged(await settings.getSettings(deps))),
  route(api.replaceSettings, async (deps, { headers, body }) =>
    tagged(await settings.replaceSettings(deps, body, headers["if-match"])),
  ),
];

function tagged(done: Result<api.Settings, Failure>) {
  return done.ok ? ok({ body: done.value, headers: { etag: versionTag(done.value.version) } }) : done;
}
