import * as z from "zod";
import { DriverId, TenantId, UserId } from "../../protocol/ids.ts";

const NameParts = z.tuple([TenantId, z.union([UserId, DriverId])]);

export interface AccountOwner {
  readonly tenantId: TenantId;
  readonly personId: UserId | DriverId;
}

/** Whose object it is stands in its name. An object under any other name is nobody's, and does nothing. */
export function readAccountOwner(name: string | undefined): AccountOwner {
  const [tenantId, personId] = NameParts.parse(name?.split(":"));
  return { tenantId, personId };
}
