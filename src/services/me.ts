import { findDriver } from "../db/drivers.ts";
import { listRegions } from "../db/regions.ts";
import { findTenantName } from "../db/tenants.ts";
import { findUser } from "../db/users.ts";
import type { KnownCaller } from "../domain/caller.ts";
import type { Failure } from "../domain/failure.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { PersonRole } from "../protocol/account.ts";
import type { Me } from "../protocol/api/me.ts";
import type { RegionId } from "../protocol/ids.ts";
import { dbFailure } from "./db-failure.ts";
import { type Desk, deskOf, type PeopleDeps } from "./people-desk.ts";

/** A person's row, whichever table it is in. */
interface Found {
  readonly id: Me["id"];
  readonly role: PersonRole;
  readonly name: string;
  readonly storeCode: string | null;
  readonly regionIds: readonly RegionId[] | null;
}

/** The person who asks, as Postgres knows it now: a token's role is up to ten minutes older. */
export async function getMe(deps: PeopleDeps): Promise<Result<Me, Failure>> {
  const opened = await deskOf(deps);
  if (!opened.ok) return opened;
  const { desk, caller } = opened.value;
  const [person, tenant] = await Promise.all([findPerson(desk, caller), findTenantName(desk.tenant)]);
  if (!person.ok) return person;
  if (!tenant.ok) return err(dbFailure(tenant.error));
  // Its own session says that both are there; gone they are when a tenant is being taken down.
  if (!person.value || tenant.value === undefined) return err({ tag: "not-found" });
  const { regionIds, ...me } = person.value;
  const regions = await namesOf(desk, regionIds);
  if (!regions.ok) return regions;
  return ok({ ...me, tenantId: caller.tenantId, tenantName: tenant.value, regions: regions.value });
}

async function findPerson(desk: Desk, caller: KnownCaller): Promise<Result<Found | undefined, Failure>> {
  if (caller.kind === "user") return findMyUser(desk, caller.userId);
  return caller.kind === "driver" ? findMyDriver(desk, caller.driverId) : ok(undefined);
}

async function findMyUser(
  desk: Desk,
  userId: Parameters<typeof findUser>[1],
): Promise<Result<Found | undefined, Failure>> {
  const found = await findUser(desk.tenant, userId);
  if (!found.ok) return err(dbFailure(found.error));
  if (!found.value) return ok(undefined);
  const { id, role, nameSealed, storeCode, regionIds } = found.value;
  const name = await desk.open({ table: "users", column: "name_sealed", row: id }, nameSealed);
  return ok({ id, role, name, storeCode, regionIds });
}

async function findMyDriver(
  desk: Desk,
  driverId: Parameters<typeof findDriver>[1],
): Promise<Result<Found | undefined, Failure>> {
  const found = await findDriver(desk.tenant, driverId);
  if (!found.ok) return err(dbFailure(found.error));
  if (!found.value) return ok(undefined);
  const { id, nameSealed, homeRegionId } = found.value;
  const name = await desk.open({ table: "drivers", column: "name_sealed", row: id }, nameSealed);
  return ok({ id, role: "driver", name, storeCode: null, regionIds: [homeRegionId] });
}

async function namesOf(desk: Desk, regionIds: Found["regionIds"]): Promise<Result<Me["regions"], Failure>> {
  if (regionIds === null) return ok(null);
  const found = await listRegions(desk.tenant, { regionIds, limit: regionIds.length });
  if (!found.ok) return err(dbFailure(found.error));
  return ok(found.value.map(({ id, name }) => ({ id, name })));
}
