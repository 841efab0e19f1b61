import * as api from "../../protocol/api/demo-window.ts";
import { getDemo, showDemo } from "../../services/demo-window.ts";
import { route } from "../route.ts";
import { answer } from "./answer.ts";

export const demoRoutes = [
  route(api.showDemo, async (deps, { body }) => answer(await showDemo(deps, body))),
  route(api.getDemo, async (deps) => answer(await getDemo(deps))),
];
