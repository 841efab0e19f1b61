import * as api from "../../protocol/api/queues.ts";
import * as desk from "../../services/queue-desk.ts";
import { route } from "../route.ts";
import { answer } from "./answer.ts";

export const queueRoutes = [
  route(api.getQueueStatus, async (deps) => answer(await desk.queueStatus(deps))),
  route(api.listDeadLetters, async (deps, { query }) => answer(await desk.listDeadLetters(deps, query))),
  route(api.replayDeadLetter, async (deps, { params }) => answer(await desk.replayDeadLetter(deps, params.letterId))),
];
