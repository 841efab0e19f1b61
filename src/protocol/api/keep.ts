import * as z from "zod";

/** Names, roles and addresses change a few times a week. */
export const KEEP_PROFILE = { seconds: 300, of: ["people"] } as const;
/** Lists are asked for again with each click on "back". */
export const KEEP_SHIPMENTS = { seconds: 30, of: ["shipments"] } as const;
/** Never given again while the database answers: a trip may have moved it, which no fact tells of before the ledger comes. */
export const KEEP_ONE_SHIPMENT = { seconds: 0, of: ["shipments"] } as const;
export const KEEP_TRIPS = { seconds: 30, of: ["trips"] } as const;

export const Stale = z
  .literal(true)
  .optional()
  .meta({ description: "The database does not answer: this is what it said before, at most 15 minutes ago" });
