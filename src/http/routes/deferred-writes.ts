import * as api from "../../protocol/api/deferred-writes.ts";
import { outboxEntry } from "../../services/deferred-writes.ts";
import { route } from "../route.ts";
import { answer } from "./answer.ts";

export const deferredWriteRoutes = [
  route(api.getOutboxEntry, async (deps, { params }) => answer(await outboxEntry(deps, params.outboxId))),
];
