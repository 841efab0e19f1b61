import * as api from "../../protocol/api/people.ts";
import * as changes from "../../services/access-changes.ts";
import { changeDriver } from "../../services/driver-changes.ts";
import * as people from "../../services/people.ts";
import { route } from "../route.ts";
import { answer, tagged } from "./answer.ts";

export const peopleRoutes = [
  route(api.listUsers, async (deps, { query }) => answer(await people.listUsers(deps, query))),
  route(api.getUser, async (deps, { params }) => answer(await people.getUser(deps, params.userId))),
  route(api.changeUserRole, async (deps, { params, body }) =>
    answer(await changes.changeUserRole(deps, params.userId, body)),
  ),
  route(api.suspendUser, async (deps, { params }) => answer(await changes.suspendUser(deps, params.userId))),
  route(api.restoreUser, async (deps, { params }) => answer(await changes.restoreUser(deps, params.userId))),
  route(api.listDrivers, async (deps, { query }) => answer(await people.listDrivers(deps, query))),
  route(api.getDriver, async (deps, { params }) => tagged(await people.getDriver(deps, params.driverId))),
  route(api.changeDriver, async (deps, { params, headers, body }) =>
    tagged(await changeDriver(deps, params.driverId, body, headers["if-match"])),
  ),
  route(api.suspendDriver, async (deps, { params }) => answer(await changes.suspendDriver(deps, params.driverId))),
  route(api.restoreDriver, async (deps, { params }) => answer(await changes.restoreDriver(deps, params.driverId))),
];
