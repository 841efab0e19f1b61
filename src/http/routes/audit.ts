import * as api from "../../protocol/api/audit.ts";
import { listAuditLog, listSecurityLog } from "../../services/audit-log.ts";
import { route } from "../route.ts";
import { answer } from "./answer.ts";

export const auditRoutes = [
  route(api.listAuditLog, async (deps, { query }) => answer(await listAuditLog(deps, query))),
  route(api.listSecurityEvents, async (deps, { query }) => answer(await listSecurityLog(deps, query))),
];
