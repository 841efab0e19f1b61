import * as z from "zod";
import { SosId } from "../ids.ts";
import { Millis } from "../live/fix.ts";
import { SosPlace } from "../sos.ts";
import { endpoint } from "./endpoint.ts";

export const SosGlimpse = z
  .strictObject({
    state: z.enum(["open", "over"]),
    firstName: z.string().nullable().meta({ description: "Who called; null where nobody could say it" }),
    raisedAt: Millis,
    closedAt: Millis.nullable(),
    isAcknowledged: z.boolean().meta({ description: "Somebody of the driver's company is on it" }),
    place: SosPlace.nullable().meta({ description: "The newest that is known; none once it is over" }),
    askAgainMs: z.int().min(2_000).max(10_000),
  })
  .meta({ id: "SosGlimpse" });
export type SosGlimpse = z.infer<typeof SosGlimpse>;

export const getSosLink = endpoint({
  method: "get",
  path: "/sos-links/:tenantId/:linkToken",
  access: "public",
  limit: "critical",
  priority: "critical",
  operationId: "getSosLink",
  tag: "Calls for help",
  summary: "What a named contact may see of a call for help",
  description:
    "The address was sent to each contact when the call was opened. Ask each `askAgainMs` with If-None-Match. From the call's end on it shows no place, an hour later it is not found, like one that never was.",
  // Any text: what cannot be an id or a token opens nothing, and is told the same as what could.
  params: z.strictObject({ tenantId: z.string(), linkToken: z.string() }),
  status: 200,
  alsoStatus: { 304: "What the caller has" },
  output: SosGlimpse,
  errors: ["not-found"],
});

const SosLinkUse = z.strictObject({
  views: z.int().min(0).meta({ description: "Visits; what is looked at again within ten minutes is one" }),
  openedAt: Millis.nullable().meta({ description: "When it was opened last" }),
});
export type SosLinkUse = z.infer<typeof SosLinkUse>;

export const listSosLinks = endpoint({
  method: "get",
  path: "/sos/:sosId/links",
  access: { resource: "sos", action: "update" },
  limit: "sos",
  priority: "critical",
  operationId: "listSosLinks",
  tag: "Calls for help",
  summary: "Whether the contacts of a call have looked",
  description: "One for each contact that was told, in no order. Who it is stays with the driver's record.",
  params: z.strictObject({ sosId: SosId }),
  status: 200,
  output: z.strictObject({ items: z.array(SosLinkUse) }).meta({ id: "SosLinkUses" }),
  errors: ["forbidden", "not-found"],
});
