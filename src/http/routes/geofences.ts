import * as api from "../../protocol/api/geofences.ts";
import * as geofences from "../../services/geofences.ts";
import { makeOnce } from "../make-once.ts";
import { route } from "../route.ts";
import { answer } from "./answer.ts";

export const geofenceRoutes = [
  route(api.listGeofences, async (deps, { query }) => answer(await geofences.listGeofences(deps, query))),
  route(api.createGeofence, async (deps, { body }) =>
    answer(
      await makeOnce(deps, "geofence", {
        find: (id) => geofences.getGeofence(deps, id),
        make: (id) => geofences.createGeofence(deps, body, id),
      }),
    ),
  ),
  route(api.getGeofence, async (deps, { params }) => answer(await geofences.getGeofence(deps, params.geofenceId))),
  route(api.replaceGeofence, async (deps, { params, body }) =>
    answer(await geofences.replaceGeofence(deps, params.geofenceId, body)),
  ),
  route(api.deleteGeofence, async (deps, { params }) =>
    answer(await geofences.deleteGeofence(deps, params.geofenceId)),
  ),
];
