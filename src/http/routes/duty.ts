import * as api from "../../protocol/api/duty.ts";
import { restoreDriver, suspendDriver } from "../../services/access-changes.ts";
import { listAssignments } from "../../services/assignments.ts";
import { setDriverAvailability } from "../../services/driver-duty.ts";
import { setDriverStatuses } from "../../services/driver-statuses.ts";
import { route } from "../route.ts";
import { answer } from "./answer.ts";

export const dutyRoutes = [
  route(api.setDriverStatuses, async (deps, { body }) => answer(await setDriverStatuses(deps, body.items))),
  route(api.setDriverStatus, async (deps, { params, body }) => {
    const change = body.status === "suspended" ? suspendDriver : restoreDriver;
    return answer(await change(deps, params.driverId));
  }),
  route(api.setDriverAvailability, async (deps, { params, body }) =>
    answer(await setDriverAvailability(deps, params.driverId, body)),
  ),
  route(api.listAssignments, async (deps, { params, query }) =>
    answer(await listAssignments(deps, params.driverId, query)),
  ),
];
