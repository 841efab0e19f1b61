import type { TenantQueries } from "../db/client.ts";
import { findKnownRegions } from "../db/known-regions.ts";
import type { Failure } from "../domain/failure.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { RegionId } from "../protocol/ids.ts";
import { dbFailure } from "./db-failure.ts";

/** The regions that a request names, each with where it stands. */
export type NamedRegions = readonly (readonly [path: string, id: RegionId])[];

/** A list of them under one name, such as body.regionIds.0. */
export function regionsAt(path: string, ids: readonly RegionId[] | null | undefined): NamedRegions {
  return (ids ?? []).map((id, index) => [`${path}.${index}`, id] as const);
}

/** Refuses what is no open region of the tenant's. A closed one, another tenant's region and one that never was are the same to it. */
export async function requireRegions(tenant: TenantQueries, named: NamedRegions): Promise<Result<void, Failure>> {
  if (named.length === 0) return ok(undefined);
  const known = await findKnownRegions(
    tenant,
    named.map(([, id]) => id),
  );
  if (!known.ok) return err(dbFailure(known.error));
  const errors = named
    .filter(([, id]) => !known.value.has(id))
    .map(([path]) => ({ path, message: "is no open region of this tenant" }));
  return errors.length > 0 ? err({ tag: "invalid-request", errors }) : ok(undefined);
}
