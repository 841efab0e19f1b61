import { ok } from "../../domain/result.ts";
import { getVersion } from "../../protocol/api/version.ts";
import { route } from "../route.ts";

export const versionRoutes = [route(getVersion, async (deps) => ok({ body: deps.version }))];
