import * as z from "zod";
import { ErrorCode } from "./errors.ts";
import { OutboxId, ShipmentId } from "./ids.ts";

/** What may be done later than it was asked for: doing it twice is doing it once, and nobody needs its answer to go on. */
export const DeferredOperation = z.enum(["createShipment"]);
export type DeferredOperation = z.infer<typeof DeferredOperation>;

/** `refused`: it was tried, and the answer was no. `failed`: it cannot be done as it stands; an administrator can try again. */
const OutboxState = z.enum(["waiting", "done", "refused", "failed"]);

export const OutboxEntry = z
  .strictObject({
    id: OutboxId,
    operation: DeferredOperation,
    state: OutboxState,
    acceptedAt: z.int(),
    attempts: z.int().min(0),
    shipmentId: ShipmentId.nullable().meta({ description: "What came of it" }),
    code: ErrorCode.nullable().meta({ description: "Why it was refused" }),
  })
  .meta({ id: "OutboxEntry" });
export type OutboxEntry = z.infer<typeof OutboxEntry>;

/** How a write ended. */
export const Settlement = OutboxEntry.pick({ shipmentId: true, code: true }).extend({
  state: OutboxState.exclude(["waiting"]),
});
export type Settlement = z.infer<typeof Settlement>;

export const HeldWrite = z.strictObject({ id: OutboxId, operation: DeferredOperation, sealed: z.string() });
export type HeldWrite = z.infer<typeof HeldWrite>;
