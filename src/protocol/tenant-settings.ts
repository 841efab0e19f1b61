import * as z from "zod";
import { TripSettings } from "./live/trip-brief.ts";
import { ProofKinds } from "./proof.ts";
import { DocumentKind } from "./upload.ts";

const DocumentKinds = z
  .array(DocumentKind)
  .max(DocumentKind.options.length)
  .refine((kinds) => new Set(kinds).size === kinds.length, { message: "must not name a kind twice" });

/** The part that its administrators decide. */
export const ChosenSettings = z.strictObject({
  trip: z
    .strictObject({
      visibility: TripSettings.shape.visibility.exactOptional(),
      chunkFixes: TripSettings.shape.chunkFixes.exactOptional(),
      chunkSeconds: TripSettings.shape.chunkSeconds.exactOptional(),
      showMock: TripSettings.shape.showMock.exactOptional(),
    })
    .exactOptional(),
  /** What each delivery has to be proved with, where its shipment does not say otherwise. */
  proof: z.strictObject({ required: ProofKinds }).exactOptional(),
  /** The papers without which nobody goes on duty. */
  duty: z.strictObject({ documents: DocumentKinds }).exactOptional(),
});
export type ChosenSettings = z.infer<typeof ChosenSettings>;

/** What a tenant has set for itself; everything absent is as the product comes. Other parts have settings of their own. */
export const TenantSettings = z.looseObject({
  /** Where its objects are, for people to read. The tenant's id decides it, from the beginning and for ever. */
  jurisdiction: z.literal("eu").exactOptional(),
  ...ChosenSettings.shape,
});
export type TenantSettings = z.infer<typeof TenantSettings>;
