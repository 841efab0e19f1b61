import type { Db, TenantQueries } from "../db/client.ts";
import { listTenantKeys } from "../db/tenants.ts";
import { type AccessProfile, actorOf, type Caller, type KnownCaller, type PersonId } from "../domain/caller.ts";
import type { Failure } from "../domain/failure.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { type KeyRing, open, openDataKeys, type Place, seal } from "../platform/sealed-text.ts";
import type { TenantId } from "../protocol/ids.ts";
import { dbFailure } from "./db-failure.ts";
import type { SecurityLogDeps } from "./security-log.ts";

export interface PeopleDeps extends SecurityLogDeps {
  readonly db: Db;
  readonly now: () => number;
  readonly hmacKey: string;
  /** The deployment's own keys, which open the tenant's. */
  readonly masterKeys: () => Promise<KeyRing>;
  readonly caller: Caller;
  readonly accounts: {
    /** Tells the person's object, which ends sessions and closes sockets as the change asks. */
    profileChanged(
      person: { readonly tenantId: TenantId; readonly personId: PersonId },
      profile: AccessProfile,
    ): Promise<unknown>;
  };
}

/** Enough to read and write what is a tenant's. */
export type DeskDeps = Pick<PeopleDeps, "db" | "masterKeys" | "requestId" | "caller">;

/** Roles and suspensions have refusals of their own; everything else fails in the words of the wire. */
export type PeopleFailure = Failure | { readonly tag: "last-admin" | "own-account" };

/** One tenant's queries with the keys of its personal data. */
export interface Desk {
  readonly tenant: TenantQueries;
  readonly seal: (place: Omit<Place, "tenant">, text: string) => Promise<string>;
  /** Throws where a value was changed or moved: somebody else wrote to the database. */
  readonly open: (place: Omit<Place, "tenant">, sealed: string) => Promise<string>;
}

export function knownCaller({ caller }: Pick<PeopleDeps, "caller">): Result<KnownCaller, Failure> {
  return caller.kind === "nobody" ? err({ tag: "unauthenticated" }) : ok(caller);
}

export async function openDesk(
  deps: Omit<DeskDeps, "caller">,
  { tenantId, actor }: { readonly tenantId: TenantId; readonly actor: string },
): Promise<Result<Desk, Failure>> {
  const tenant = deps.db.forTenant({ tenantId, actor, requestId: deps.requestId });
  const wrapped = await listTenantKeys(tenant);
  if (!wrapped.ok) return err(dbFailure(wrapped.error));
  const ring = await openDataKeys(await deps.masterKeys(), tenantId, wrapped.value);
  if (!ring.ok) throw new Error(`the tenant's keys: ${ring.error.tag}`);
  return ok({
    tenant,
    seal: async (place, text) => seal(ring.value, { ...place, tenant: tenantId }, text),
    open: async (place, sealed) => {
      const text = await open(ring.value, { ...place, tenant: tenantId }, sealed);
      if (!text.ok) throw new Error(`${place.table}.${place.column} of ${place.row}: ${text.error.tag}`);
      return text.value;
    },
  });
}

/** The desk of whoever asks. */
export async function deskOf(deps: DeskDeps): Promise<Result<{ desk: Desk; caller: KnownCaller }, Failure>> {
  const caller = knownCaller(deps);
  if (!caller.ok) return caller;
  const desk = await openDesk(deps, { tenantId: caller.value.tenantId, actor: actorOf(caller.value) });
  return desk.ok ? ok({ desk: desk.value, caller: caller.value }) : desk;
}
