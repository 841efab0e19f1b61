import * as api from "../../protocol/api/offers.ts";
import { answerOffer, createOffer, getOffer } from "../../services/offers.ts";
import { makeOnce } from "../make-once.ts";
import { route } from "../route.ts";
import { answer } from "./answer.ts";

export const offerRoutes = [
  route(api.createOffer, async (deps, { params, body }) =>
    answer(
      await makeOnce(deps, "offer", {
        find: (id) => getOffer(deps, id),
        make: (id) => createOffer(deps, params.shipmentId, body, id),
      }),
    ),
  ),
  route(api.getOffer, async (deps, { params }) => answer(await getOffer(deps, params.offerId))),
  route(api.acceptOffer, async (deps, { params }) => answer(await answerOffer(deps, params.offerId, "accept"))),
  route(api.declineOffer, async (deps, { params }) => answer(await answerOffer(deps, params.offerId, "decline"))),
];
