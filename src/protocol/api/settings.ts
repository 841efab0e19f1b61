import * as z from "zod";
import { TripSettings } from "../live/trip-brief.ts";
import { ProofKinds } from "../proof.ts";
import { SosContacts } from "../sos-contact.ts";
import { ChosenSettings } from "../tenant-settings.ts";
import { DocumentKind } from "../upload.ts";
import { endpoint } from "./endpoint.ts";
import { IfMatch } from "./entity-tag.ts";

const SosRules = z
  .strictObject({ contacts: SosContacts })
  .meta({ description: "Who is told, beside a driver's own contacts, of every call for help" });

/** As `ChosenSettings`, with what is kept elsewhere: contacts are people, and sealed. */
export const WantedSettings = ChosenSettings.extend({ sos: SosRules.exactOptional() }).meta({ id: "ChosenSettings" });
export type WantedSettings = z.infer<typeof WantedSettings>;

export const Settings = z
  .strictObject({
    jurisdiction: z
      .literal("eu")
      .nullable()
      .meta({ description: "Where live objects must stay; decided when the tenant was made, for ever" }),
    trip: TripSettings.meta({ description: "When customers see the driver, and how positions are kept" }),
    proof: z
      .strictObject({ required: ProofKinds })
      .meta({ description: "What proves a delivery where its shipment does not say otherwise" }),
    duty: z
      .strictObject({ documents: z.array(DocumentKind) })
      .meta({ description: "Papers without which nobody goes on duty" }),
    sos: SosRules,
    version: z.int(),
    updatedAt: z.int(),
  })
  .meta({ id: "Settings" });
export type Settings = z.infer<typeof Settings>;

const common = {
  path: "/settings",
  // A dispatcher lives by them and does not need to see them.
  access: { resource: "tenant", action: "update" },
  tag: "Settings",
  status: 200,
  priority: "normal",
  output: Settings,
} as const;

export const getSettings = endpoint({
  ...common,
  method: "get",
  operationId: "getSettings",
  summary: "The tenant's rules",
  description: "As they are in force: what nobody has set is shown as the product comes. `etag` names the version.",
  errors: ["forbidden", "unavailable"],
});

export const replaceSettings = endpoint({
  ...common,
  method: "put",
  operationId: "replaceSettings",
  summary: "Set the tenant's rules",
  description:
    "All of them: what is left out is as the product comes. Trips that are planned from then on live by them, and so does every proof and every going on duty. A trip that is planned or under way keeps the `trip` rules it was opened with. 409 shows the present ones in `current`.",
  headers: z.strictObject({ "if-match": IfMatch }),
  body: WantedSettings,
  errors: ["forbidden", "version-conflict", "unavailable"],
});
