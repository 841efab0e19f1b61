import { logError } from "../../platform/log.ts";
import * as api from "../../protocol/api/invitations.ts";
import { sendInvitation } from "../../services/invitation-message.ts";
import { readInvitationOffer } from "../../services/invitation-token.ts";
import * as invitations from "../../services/invitations.ts";
import { ok } from "../../domain/result.ts";
import { route } from "../route.ts";
import { answer } from "./answer.ts";

export const invitationRoutes = [
  route(api.invite, async (deps, { body }) => {
    const invited = await invitations.invite(deps, body);
    if (!invited.ok) return invited;
    const { invitation } = invited.value;
    deps.later(sendInvitation(deps, invited.value).catch((error: unknown) => logError(deps.log, "inviting", error)));
    return ok({ body: invitation });
  }),
  route(api.listInvitations, async (deps, { query }) => answer(await invitations.listInvitations(deps, query))),
  route(api.revokeInvitation, async (deps, { params }) =>
    answer(await invitations.revokeInvitation(deps, params.invitationId)),
  ),
  route(api.readInvitation, async (deps, { body }) => answer(await readInvitationOffer(deps, body.token))),
  route(api.acceptInvitation, async (deps, { body }) => answer(await invitations.acceptInvitation(deps, body.token))),
];
