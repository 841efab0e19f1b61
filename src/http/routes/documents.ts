import * as api from "../../protocol/api/documents.ts";
import * as documents from "../../services/driver-documents.ts";
import { route } from "../route.ts";
import { answer } from "./answer.ts";

export const documentRoutes = [
  route(api.announceDocument, async (deps, { params, body }) =>
    answer(await documents.announceDocument(deps, params.driverId, body)),
  ),
  route(api.listDocuments, async (deps, { params }) => answer(await documents.listDocuments(deps, params.driverId))),
  route(api.approveDocument, async (deps, { params }) =>
    answer(await documents.reviewDocument(deps, params, "approved")),
  ),
  route(api.rejectDocument, async (deps, { params }) =>
    answer(await documents.reviewDocument(deps, params, "rejected")),
  ),
];
