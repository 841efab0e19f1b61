import { ok } from "../../domain/result.ts";
import * as api from "../../protocol/api/auth.ts";
import { chooseAccount } from "../../services/sign-in.ts";
import { startCode, verifyCode } from "../../services/sign-in-code.ts";
import { route } from "../route.ts";
import { deliverSession } from "../session-cookie.ts";

export const signInRoutes = [
  route(api.startCode, async (deps, { body }) => {
    const sent = await startCode(deps, body);
    return sent.ok ? ok({ body: sent.value }) : sent;
  }),
  route(api.verifyCode, async (deps, { body }) => {
    const step = await verifyCode(deps, body);
    return step.ok ? ok(deliverSession(step.value, body.native)) : step;
  }),
  route(api.chooseAccount, async (deps, { body }) => {
    const step = await chooseAccount(deps, body.ticket, body.device);
    return step.ok ? ok(deliverSession(step.value, body.native)) : step;
  }),
  route(api.driverAuth, async (deps, { body }) => {
    const login = { channel: "sms", to: body.phone } as const;
    if (!("code" in body)) {
      const sent = await startCode(deps, login);
      return sent.ok ? ok({ body: sent.value }) : sent;
    }
    const step = await verifyCode(deps, { ...body, ...login });
    return step.ok ? ok(deliverSession(step.value, body.native)) : step;
  }),
];
