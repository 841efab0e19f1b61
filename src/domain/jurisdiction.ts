import type { TenantId } from "../protocol/ids.ts";
import type { TenantSettings } from "../protocol/tenant-settings.ts";
import { uuidFromTypeId } from "./typeid.ts";

export type Jurisdiction = NonNullable<TenantSettings["jurisdiction"]>;

/**
 * Four bytes in the middle of an EU tenant's UUID. With them it is one of version 8, which everybody may fill as they
 * like (RFC 9562): those of version 7, which all others are, never have it, and random ids once in 4,000 million.
 */
const EU_MARK = [0x8e, 0x55, 0x8e, 0x55] as const;
const MARK_AT = 6;

/**
 * Where a tenant's objects must stay for ever. The id itself says it, for whoever knows the tenant knows its id: nothing
 * has to be looked up, handed over or remembered, and the same object is never asked for under two jurisdictions.
 */
export function jurisdictionOf(tenantId: TenantId): Jurisdiction | null {
  const uuid = uuidFromTypeId("tnt", tenantId);
  if (!uuid.ok) throw new TypeError(`Not a tenant's id: ${uuid.error.tag}.`);
  return uuid.value.replaceAll("-", "").startsWith(hexOf(EU_MARK), 2 * MARK_AT) ? "eu" : null;
}

/** Makes the UUID of a new tenant one of this jurisdiction. Its time and 48 random bits stay. */
export function markJurisdiction(uuid: Uint8Array, jurisdiction: Jurisdiction | null): Uint8Array {
  const marked = Uint8Array.from(uuid);
  if (jurisdiction === "eu") marked.set(EU_MARK, MARK_AT);
  return marked;
}

function hexOf(bytes: readonly number[]): string {
  return bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
