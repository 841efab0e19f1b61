import * as z from "zod";
import { CallOffReason } from "../end-reason.ts";
import { PlainText } from "../plain-text.ts";
import { CALL_OFF_NOTE_MAX_CHARS } from "../reason-length.ts";
import { TripCallOffReason } from "../trip.ts";

const note = PlainText.min(1)
  .max(CALL_OFF_NOTE_MAX_CHARS)
  .optional()
  .meta({ description: "What else there is to say, for the staff alone" });

/** Why a shipment is called off. Nobody has to say. */
export const ShipmentCallOff = z
  .strictObject({
    reason: CallOffReason.optional().meta({ description: "The customer reads it, in words of ours" }),
    note,
  })
  .meta({ id: "ShipmentCallOff" });
export type ShipmentCallOff = z.infer<typeof ShipmentCallOff>;

/** Why a trip is: its parcels go on another one, so that no customer asks. */
export const TripCallOff = z.strictObject({ reason: TripCallOffReason.optional(), note }).meta({ id: "TripCallOff" });
export type TripCallOff = z.infer<typeof TripCallOff>;
