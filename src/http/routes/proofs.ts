import { printPage } from "../../domain/proof/print-page.ts";
import { ok } from "../../domain/result.ts";
import * as api from "../../protocol/api/proofs.ts";
import { completeUpload, putUpload } from "../../protocol/api/uploads.ts";
import { announceProof } from "../../services/announce-proof.ts";
import * as uploads from "../../services/complete-upload.ts";
import { readImage } from "../../services/read-image.ts";
import { getProofs, proofsToPrint } from "../../services/read-proofs.ts";
import { storeUpload } from "../../services/store-upload.ts";
import { rawRoute, route } from "../route.ts";
import { answer } from "./answer.ts";

/** Nobody on the way keeps what was shown at a door. */
const PRIVATE = "private, no-store";

export const proofRoutes = [
  route(api.announceProof, async (deps, { params, body }) => {
    const announced = await announceProof(deps, params.shipmentId, body);
    return announced.ok ? ok({ body: announced.value.proof, status: announced.value.isNew ? 201 : 200 }) : announced;
  }),
  route(api.getProofs, async (deps, { params }) => answer(await getProofs(deps, params.shipmentId))),
  rawRoute(putUpload, async (deps, { params }, c) => {
    const length = c.req.header("content-length");
    const stored = await storeUpload(deps, params.uploadTicket, {
      contentType: c.req.header("content-type"),
      sizeBytes: length === undefined ? undefined : Number(length),
      body: c.req.raw.body,
    });
    const headers = { "cache-control": "no-store" };
    return stored.ok ? ok(Response.json(putUpload.output.parse(stored.value), { headers })) : stored;
  }),
  route(completeUpload, async (deps, { params }) => answer(await uploads.completeUpload(deps, params.uploadTicket))),
  rawRoute(api.getImage, async (deps, { params }) => {
    const image = await readImage(deps, params.imageTicket);
    if (!image.ok) return image;
    const { body, contentType, sizeBytes } = image.value;
    const headers = {
      "content-type": contentType,
      "content-length": String(sizeBytes),
      "content-disposition": "attachment",
      "cache-control": PRIVATE,
    };
    return ok(new Response(body, { headers }));
  }),
  rawRoute(api.printProofs, async (deps, { params }) => {
    const found = await proofsToPrint(deps, params.printTicket);
    if (!found.ok) return found;
    const headers = { "content-type": "text/html; charset=utf-8", "cache-control": PRIVATE };
    return ok(new Response(printPage(found.value), { headers }));
  }),
];
