import * as api from "../../protocol/api/trips.ts";
import { addStop, getTripOfStop, removeStop, reorderStop } from "../../services/stop-changes.ts";
import { finishStop } from "../../services/finish-stop.ts";
import { planTrip } from "../../services/trip-plan.ts";
import { cancelTrip, moveStop, moveTrip } from "../../services/trip-steps.ts";
import * as trips from "../../services/trips.ts";
import { makeOnce } from "../make-once.ts";
import { route } from "../route.ts";
import { answer } from "./answer.ts";

export const tripRoutes = [
  route(api.createTrip, async (deps, { body }) =>
    answer(
      await makeOnce(deps, "trip", {
        find: (id) => trips.getTrip(deps, id),
        make: (id) => trips.createTrip(deps, body, id),
      }),
    ),
  ),
  route(api.listTrips, async (deps, { query }) => answer(await trips.listTrips(deps, query))),
  route(api.getTrip, async (deps, { params }) => answer(await trips.getTrip(deps, params.tripId))),
  route(api.planTrip, async (deps, { params, body }) => answer(await planTrip(deps, params.tripId, body))),
  route(api.addStop, async (deps, { params: { tripId }, body }) =>
    answer(
      await makeOnce(deps, "stop", {
        find: (stopId) => getTripOfStop(deps, { tripId, stopId }),
        make: (stopId) => addStop(deps, tripId, body, stopId),
      }),
    ),
  ),
  route(api.reorderStop, async (deps, { params, body }) => answer(await reorderStop(deps, params, body.position))),
  route(api.removeStop, async (deps, { params }) => answer(await removeStop(deps, params))),
  route(api.startTrip, async (deps, { params }) => answer(await moveTrip(deps, params.tripId, "start"))),
  route(api.pauseTrip, async (deps, { params }) => answer(await moveTrip(deps, params.tripId, "pause"))),
  route(api.resumeTrip, async (deps, { params }) => answer(await moveTrip(deps, params.tripId, "resume"))),
  route(api.arriveStop, async (deps, { params, body }) => answer(await moveStop(deps, params, "arrive", body.reason))),
  route(api.finishStop, async (deps, { params, body }) => answer(await finishStop(deps, params, body))),
  route(api.failStop, async (deps, { params, body }) => answer(await moveStop(deps, params, "fail", body.reason))),
  route(api.skipStop, async (deps, { params, body }) => answer(await moveStop(deps, params, "skip", body.reason))),
  route(api.reportProgress, async (deps, { params: { tripId }, body: { stopId, event, reason, proofId } }) =>
    answer(
      event === "finish"
        ? await finishStop(deps, { tripId, stopId }, { reason, proofId })
        : await moveStop(deps, { tripId, stopId }, event, reason),
    ),
  ),
  route(api.completeTrip, async (deps, { params }) => answer(await moveTrip(deps, params.tripId, "complete"))),
  route(api.cancelTrip, async (deps, { params, body }) => answer(await cancelTrip(deps, params.tripId, body))),
];
