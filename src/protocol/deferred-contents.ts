import * as z from "zod";
import { KeyScope } from "./access.ts";
import { UserRole } from "./account.ts";
import { NewShipment } from "./api/shipments.ts";
import { ApiKeyId, RegionId, TenantId, UserId } from "./ids.ts";

/** Those who may write later. A driver's own writes go to its trip, which works without the database. */
export const DeferredSender = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("user"),
    tenantId: TenantId,
    userId: UserId,
    role: UserRole,
    sessionId: z.string(),
    storeCode: z.string().optional(),
    regionIds: z.array(RegionId).optional(),
  }),
  z.strictObject({
    kind: z.literal("key"),
    tenantId: TenantId,
    keyId: ApiKeyId,
    scopes: z.array(KeyScope),
    storeCode: z.string().optional(),
  }),
]);
export type DeferredSender = z.infer<typeof DeferredSender>;

/** As it is sealed: who asked for what. */
export const DeferredContents = z.strictObject({ sender: DeferredSender, body: NewShipment });
