import type { KeyScope } from "../protocol/access.ts";
import type { PersonRole, UserRole } from "../protocol/account.ts";
import type { ApiKeyId, DriverId, LinkId, RegionId, ShipmentId, TenantId, UserId } from "../protocol/ids.ts";

export type PersonId = UserId | DriverId;

/** Who asks, as verified at the edge. Absent regions mean all of the tenant's, an absent store code all of its stores. */
export type Caller =
  | {
      readonly kind: "user";
      readonly tenantId: TenantId;
      readonly userId: UserId;
      readonly role: UserRole;
      readonly sessionId: string;
      readonly storeCode?: string | undefined;
      readonly regionIds?: readonly RegionId[] | undefined;
    }
  | {
      readonly kind: "driver";
      readonly tenantId: TenantId;
      readonly driverId: DriverId;
      readonly sessionId: string;
    }
  | {
      readonly kind: "key";
      readonly tenantId: TenantId;
      readonly keyId: ApiKeyId;
      readonly scopes: readonly KeyScope[];
      readonly storeCode?: string | undefined;
    }
  | {
      readonly kind: "link";
      readonly tenantId: TenantId;
      readonly linkId: LinkId;
      readonly shipmentId: ShipmentId;
    }
  | { readonly kind: "nobody" };

/** Everybody but nobody: those who belong to a tenant. */
export type KnownCaller = Exclude<Caller, { kind: "nobody" }>;

export type Role = PersonRole | "key" | "link" | "nobody";

/** What a person may do, as its account keeps it and new access tokens repeat it. Null: all of the tenant's stores, regions. */
export interface AccessProfile {
  readonly role: PersonRole;
  readonly status: "active" | "suspended";
  readonly storeCode: string | null;
  readonly regionIds: RegionId[] | null;
}

export function roleOf(caller: Caller): Role {
  return caller.kind === "user" ? caller.role : caller.kind;
}

/** For the audit trail: an id, never a name. */
export function actorOf(caller: Caller): string {
  switch (caller.kind) {
    case "user":
      return caller.userId;
    case "driver":
      return caller.driverId;
    case "key":
      return caller.keyId;
    case "link":
      return caller.linkId;
    case "nobody":
      return "nobody";
  }
}

export function personIdOf(caller: Caller): PersonId | undefined {
  if (caller.kind === "user") return caller.userId;
  return caller.kind === "driver" ? caller.driverId : undefined;
}
