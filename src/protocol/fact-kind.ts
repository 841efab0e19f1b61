import * as z from "zod";

/** Groups of facts that answers are made of. A change of one makes the answers old that were made of it. */
export const FactKind = z.enum(["people", "shipments", "trips"]);
export type FactKind = z.infer<typeof FactKind>;

/** How often each was changed, no number twice, and when any of them was last. */
export type FactMarks = Readonly<Record<FactKind, number>> & { readonly changedAt: number };
