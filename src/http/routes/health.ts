import { ok } from "../../domain/result.ts";
import { getHealth, getLiveness, getReadiness } from "../../protocol/api/health.ts";
import { route } from "../route.ts";

const DOWN = 503;

export const healthRoutes = [
  route(getHealth, async (deps) => {
    const body = await deps.health();
    return ok({ body, status: body.status === "down" ? DOWN : getHealth.status });
  }),
  route(getLiveness, async () => ok({ body: { status: "ok" } })),
  route(getReadiness, async (deps) => {
    const ready = (await deps.health()).status !== "down";
    return ok({ body: { ready }, status: ready ? getReadiness.status : DOWN });
  }),
];
