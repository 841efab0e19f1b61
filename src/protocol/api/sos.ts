import * as z from "zod";
import { RegionId, SosId } from "../ids.ts";
import { Millis } from "../live/fix.ts";
import { Latitude, Longitude } from "../live/trip-brief.ts";
import { REASON_MAX_CHARS } from "../reason-length.ts";
import { PlainText } from "../plain-text.ts";
import { Sos } from "../sos.ts";
import { endpoint } from "./endpoint.ts";
import { pageOf, pageQuery } from "./page.ts";

const Note = PlainText.min(1).max(REASON_MAX_CHARS);
const ofSos = { params: z.strictObject({ sosId: SosId }), tag: "Calls for help", limit: "sos", status: 200 } as const;
const mayAnswer = { resource: "sos", action: "update" } as const;

export const NewSos = z
  .strictObject({
    id: SosId.meta({ description: "Made by the device; the same when it is sent again, by whichever way" }),
    at: Millis.optional().meta({ description: "When the button was pressed; now unless said" }),
    lat: Latitude.optional(),
    lng: Longitude.optional(),
    note: Note.optional(),
  })
  .refine(({ lat, lng }) => (lat === undefined) === (lng === undefined), {
    path: ["lng"],
    message: "must come with lat",
  })
  .meta({ id: "NewSos" });
export type NewSos = z.infer<typeof NewSos>;

export const raiseSos = endpoint({
  method: "post",
  path: "/sos",
  priority: "critical",
  access: { resource: "sos", action: "create" },
  limit: "sos",
  operationId: "raiseSos",
  tag: "Calls for help",
  summary: "A driver calls for help",
  description:
    "On a trip or not. A call that is repeated counts once, and while one is open every further press belongs to it. Works while the database does not, for drivers who have ever been on a trip.",
  body: NewSos,
  status: 201,
  output: Sos,
  errors: ["forbidden", "not-found", "unavailable"],
});

/** Whether it is open, then the call: what the list is ordered by. */
const SosCursor = z.string().regex(/^[01]\.sos_[0-7][0-9a-hjkmnp-tv-z]{25}$/);

export const listSos = endpoint({
  method: "get",
  path: "/sos",
  priority: "critical",
  access: { resource: "sos", action: "list" },
  limit: "critical",
  operationId: "listSos",
  tag: "Calls for help",
  summary: "Calls for help, open ones first",
  description:
    "`state=open` asks the tenant's desk itself, which needs no database, and has no further page. Everything else is read from the record, which is a second behind and holds neither first names nor `locateEveryMs`.",
  query: z.strictObject({
    ...pageQuery(SosCursor),
    state: z.enum(["open", "any"]).default("any"),
    regionId: RegionId.optional(),
  }),
  status: 200,
  output: pageOf(Sos).meta({ id: "SosPage" }),
  errors: ["forbidden", "unavailable"],
});

export const acknowledgeSos = endpoint({
  ...ofSos,
  method: "post",
  path: "/sos/:sosId/acknowledge",
  priority: "critical",
  access: mayAnswer,
  operationId: "acknowledgeSos",
  summary: "Take on a driver's call for help",
  description: "One winner: whoever comes second is told who was first. The driver sees the name.",
  output: Sos,
  errors: ["forbidden", "not-found", "conflict", "not-allowed-now"],
});

export const closeSos = endpoint({
  ...ofSos,
  method: "post",
  path: "/sos/:sosId/close",
  priority: "critical",
  access: mayAnswer,
  operationId: "closeSos",
  summary: "End a call for help",
  description:
    "The desk closes it; a driver who pressed by mistake withdraws it. Either says why. The first end stands.",
  body: z.strictObject({ note: Note }),
  output: Sos,
  errors: ["forbidden", "not-found"],
});

export const locateSos = endpoint({
  ...ofSos,
  method: "put",
  path: "/sos/:sosId/place",
  priority: "critical",
  access: { resource: "sos", action: "create" },
  operationId: "locateSos",
  summary: "Where the driver is who calls for help",
  description: "For a call outside of a trip, each `locateEveryMs`. On a trip its positions say it.",
  body: z.strictObject({ lat: Latitude, lng: Longitude, at: Millis.optional() }),
  output: Sos,
  errors: ["forbidden", "not-found"],
});
