import * as api from "../../protocol/api/me.ts";
import { getMe } from "../../services/me.ts";
import { route } from "../route.ts";
import { answer } from "./answer.ts";

export const meRoutes = [route(api.getMe, async (deps) => answer(await getMe(deps)))];
