import type { LocationHint } from "../domain/birthplace.ts";
import type { Caller, PersonId } from "../domain/caller.ts";
import type { accountObject, offerObject, regionObject, sosObject, tripObject } from "../platform/object-stubs.ts";
import type { Remembered } from "../platform/remembered.ts";
import type { SigningKeys } from "../platform/signing-keys.ts";
import type { OfferId, RegionId, TenantId, TripId } from "../protocol/ids.ts";
import type { Deps } from "./deps.ts";
import type { RouteDeps } from "./trip-route.ts";

/** What everything live needs beside the common dependencies. */
export interface LiveDeps extends Deps, RouteDeps {
  readonly caller: Caller;
  readonly requestId: string;
  readonly keys: () => Promise<SigningKeys>;
  readonly account: (tenantId: TenantId, personId: PersonId) => ReturnType<typeof accountObject>;
  /** `born` says where to make an object that does not exist yet. */
  readonly trip: (tenantId: TenantId, tripId: TripId, born?: Birthplace) => ReturnType<typeof tripObject>;
  readonly region: (tenantId: TenantId, regionId: RegionId, born?: Birthplace) => ReturnType<typeof regionObject>;
  readonly offer: (tenantId: TenantId, offerId: OfferId) => ReturnType<typeof offerObject>;
  readonly sos: (tenantId: TenantId) => ReturnType<typeof sosObject>;
  /** Where the regions are that this runtime has opened, by `tenant:region`. */
  readonly birthplaces: Remembered<Birthplace>;
}

/** Null where it is not known. */
export type Birthplace = LocationHint | null;
