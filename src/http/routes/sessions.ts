import { ok } from "../../domain/result.ts";
import * as api from "../../protocol/api/sessions.ts";
import { endByToken, endSession, listSessions, refreshSession } from "../../services/sessions.ts";
import { route } from "../route.ts";
import { deliverSession, forgetSession } from "../session-cookie.ts";

export const sessionRoutes = [
  route(api.refresh, async (deps, { body }) => {
    const refreshed = await refreshSession(deps, body.refreshToken ?? deps.refreshCookie);
    return refreshed.ok ? ok(deliverSession(refreshed.value, body.refreshToken !== undefined)) : refreshed;
  }),
  route(api.logout, async (deps, { body }) => {
    await endByToken(deps, body.refreshToken ?? deps.refreshCookie);
    return ok(forgetSession({ ended: true as const }));
  }),
  route(api.listSessions, async (deps) => {
    const sessions = await listSessions(deps);
    return sessions.ok ? ok({ body: sessions.value }) : sessions;
  }),
  route(api.endSession, async (deps, { params }) => {
    const ended = await endSession(deps, params.id);
    return ended.ok ? ok({ body: { ended: true } }) : ended;
  }),
];
