import { ok } from "../../domain/result.ts";
import * as api from "../../protocol/api/factors.ts";
import * as factors from "../../services/factors.ts";
import { ownAccount } from "../../services/sessions.ts";
import { route } from "../route.ts";
import { deliverSession } from "../session-cookie.ts";

export const factorRoutes = [
  route(api.beginTotp, async (deps, { body }) => {
    const begun = await factors.beginTotp(deps, body.ticket);
    return begun.ok ? ok({ body: begun.value }) : begun;
  }),
  route(api.confirmTotp, async (deps, { body }) => {
    const confirmed = await factors.confirmTotp(deps, body);
    if (!confirmed.ok) return confirmed;
    const { recoveryCodes, signedIn } = confirmed.value;
    if (!signedIn) return ok({ body: { recoveryCodes } });
    const session = deliverSession(signedIn, body.native);
    return ok({ body: { recoveryCodes, signedIn: session.body }, headers: session.headers });
  }),
  route(api.verifyTotp, async (deps, { body }) => {
    const done = await factors.verifyTotp(deps, body);
    return done.ok ? ok(deliverSession(done.value, body.native)) : done;
  }),
  route(api.verifyRecovery, async (deps, { body }) => {
    const done = await factors.verifyRecovery(deps, body);
    return done.ok ? ok(deliverSession(done.value, body.native)) : done;
  }),
  route(api.passkeyOptions, async (deps, { body }) => {
    const options = await factors.passkeyOptions(deps, body.ticket);
    return options.ok ? ok({ body: options.value }) : options;
  }),
  route(api.verifyPasskey, async (deps, { body }) => {
    const done = await factors.verifyPasskey(deps, body);
    return done.ok ? ok(deliverSession(done.value, body.native)) : done;
  }),
  route(api.beginPasskey, async (deps, { body }) => {
    const options = await factors.beginPasskey(deps, body.ticket);
    return options.ok ? ok({ body: options.value }) : options;
  }),
  route(api.addPasskey, async (deps, { body }) => {
    const added = await factors.addPasskey(deps, body);
    if (!added.ok) return added;
    if (!added.value.signedIn) return ok({ body: {} });
    const session = deliverSession(added.value.signedIn, body.native);
    return ok({ body: { signedIn: session.body }, headers: session.headers });
  }),
  route(api.removePasskey, async (deps, { params }) => {
    const removed = await factors.removePasskey(deps, params.id);
    return removed.ok ? ok({ body: { removed: true } }) : removed;
  }),
  route(api.listFactors, async (deps) => {
    const mine = ownAccount(deps);
    if (!mine.ok) return mine;
    const { totp, recoveryLeft, passkeys } = await mine.value.account.factors();
    return ok({
      body: {
        totp,
        recoveryLeft,
        passkeys: passkeys.map(({ credentialId, ...rest }) => ({ id: credentialId, ...rest })),
      },
    });
  }),
];
