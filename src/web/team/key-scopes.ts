import { tableGrant } from "../../domain/permission-table.ts";
import type { Action, KeyScope, Resource } from "../../protocol/access.ts";
import { keysOf } from "./keys-of.ts";

/** Named here, because the schema that lists them would bring its library before the first paint. */
const RIGHTS: Readonly<Record<KeyScope, readonly [Resource, Action]>> = {
  "region:read": ["region", "read"],
  "driver:read": ["driver", "read"],
  "vehicle:read": ["vehicle", "read"],
  "shipment:read": ["shipment", "read"],
  "shipment:write": ["shipment", "update"],
  "trip:read": ["trip", "read"],
  "tracking-link:read": ["tracking-link", "read"],
  "tracking-link:write": ["tracking-link", "create"],
  "geofence:read": ["geofence", "read"],
  "proof:read": ["proof", "read"],
  "webhook:read": ["webhook", "read"],
  "webhook:write": ["webhook", "update"],
  "location:read": ["location", "read"],
};

export const SCOPES: readonly KeyScope[] = keysOf(RIGHTS);

/** What opens something for a key that is limited to a store. */
export const STORE_SCOPES = SCOPES.filter((scope) => tableGrant("store", ...RIGHTS[scope]) !== "none");
