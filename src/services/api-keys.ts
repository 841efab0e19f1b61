import {
  addApiKey,
  type ApiKeyRow,
  findApiKey,
  findApiKeyBySecret,
  listApiKeys as readApiKeys,
  noteKeyUse,
  revokeApiKey as endApiKey,
} from "../db/api-keys.ts";
import type { Db } from "../db/client.ts";
import { actorOf, type Caller } from "../domain/caller.ts";
import type { Failure } from "../domain/failure.ts";
import { grantFor, mayApiKey, storeOf } from "../domain/permissions.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { fromBase64url } from "../platform/base64url.ts";
import { keyedHash } from "../platform/keyed-hash.ts";
import { newRowId } from "../platform/new-row-id.ts";
import { randomToken } from "../platform/random-token.ts";
import type { ApiKey, MadeApiKey, NewApiKey } from "../protocol/api/api-keys.ts";
import type { ApiKeyId } from "../protocol/ids.ts";
import { dbFailure } from "./db-failure.ts";
import { cutPage, pageLimit } from "./page.ts";
import { knownCaller, type PeopleDeps } from "./people-desk.ts";
import { securityEvent } from "./security-log.ts";

type KeyDeps = Pick<PeopleDeps, "db" | "now" | "hmacKey" | "caller" | "requestId" | "ipPrefix">;

/** Tells a key from a token, also for scanners that look for leaked ones. */
export const API_KEY_START = "dsk_";
/** Enough to tell a tenant's keys apart, and no help in guessing the rest. */
const PREFIX_BYTES = 6;
/** 256 bits: nobody guesses one, so the hash needs no slowness. */
const SECRET_BYTES = 32;
/** A secret has 56: what is longer cannot be one, and only its beginning is worth hashing. */
const SECRET_MAX_CHARACTERS = 64;
const USE_NOTED_EVERY_MS = 60_000;

export async function createApiKey(deps: KeyDeps, input: NewApiKey): Promise<Result<MadeApiKey, Failure>> {
  const known = knownCaller(deps);
  if (!known.ok) return known;
  const caller = known.value;
  // A store's key is its own store's, whether or not that was said.
  const storeCode = input.storeCode ?? storeOf(caller) ?? null;
  const { tenantId } = caller;
  if (!mayApiKey(caller, "create", { tenantId, storeCode })) return err({ tag: "forbidden" });
  if (input.expiresAt !== undefined && input.expiresAt <= deps.now())
    return err({ tag: "invalid-request", errors: [{ path: "body.expiresAt", message: "is in the past" }] });
  const id = newRowId.apiKey();
  const prefix = API_KEY_START + randomToken(PREFIX_BYTES);
  const secret = `${prefix}_${randomToken(SECRET_BYTES)}`;
  const row = {
    id,
    name: input.name,
    prefix,
    secretHash: await hashSecret(deps.hmacKey, secret),
    scopes: [...new Set(input.scopes)],
    storeCode,
    createdBy: actorOf(caller),
    expiresAt: input.expiresAt ?? null,
  };
  const event = securityEvent(deps, { kind: "key-created", actor: actorOf(caller), detail: { key: id } });
  const added = await addApiKey(tenantOf(deps, caller), row, event);
  if (!added.ok) return err(dbFailure(added.error));
  if (!added.value) throw new Error("a written key was not returned");
  return ok({ key: keyView(added.value), secret });
}

export async function listApiKeys(
  deps: KeyDeps,
  query: { after?: ApiKeyId | undefined; limit?: number | undefined },
): Promise<Result<{ items: ApiKey[]; next?: string }, Failure>> {
  const known = knownCaller(deps);
  if (!known.ok) return known;
  const caller = known.value;
  const grant = grantFor(caller, "api-key", "list");
  if (grant === "none") return err({ tag: "forbidden" });
  const { wanted, read } = pageLimit(query.limit);
  const scope = grant === "own" ? { storeCode: storeOf(caller) } : {};
  const found = await readApiKeys(tenantOf(deps, caller), { ...query, ...scope, limit: read });
  if (!found.ok) return err(dbFailure(found.error));
  const { rows, ...next } = cutPage(found.value, wanted, (row) => row.id);
  return ok({ items: rows.map(keyView), ...next });
}

/** A key that is revoked already is not found: there is nothing left to take back. */
export async function revokeApiKey(deps: KeyDeps, keyId: ApiKeyId): Promise<Result<ApiKey, Failure>> {
  const known = knownCaller(deps);
  if (!known.ok) return known;
  const caller = known.value;
  const tenant = tenantOf(deps, caller);
  const found = await findApiKey(tenant, keyId);
  if (!found.ok) return err(dbFailure(found.error));
  if (!found.value || !mayApiKey(caller, "delete", { ...found.value, keyId })) return err({ tag: "not-found" });
  const event = securityEvent(deps, { kind: "key-revoked", actor: actorOf(caller), detail: { key: keyId } });
  const revoked = await endApiKey(tenant, keyId, event);
  if (!revoked.ok) return err(revoked.error.tag === "not-found" ? { tag: "not-found" } : dbFailure(revoked.error));
  return ok(keyView(revoked.value));
}

/**
 * The caller behind a secret. Whatever was sent is hashed and looked up by the hash, so that a wrong secret takes the
 * same path as a right one. Unknown, expired and revoked are one answer.
 */
export async function authenticateKey(
  deps: { readonly db: Db; readonly now: () => number; readonly hmacKey: string; readonly requestId: string },
  secret: string,
): Promise<Result<Extract<Caller, { kind: "key" }>, Failure>> {
  const found = await findApiKeyBySecret(
    deps.db,
    await hashSecret(deps.hmacKey, secret.slice(0, SECRET_MAX_CHARACTERS)),
  );
  if (!found.ok) return err(dbFailure(found.error));
  const now = deps.now();
  const key = found.value;
  if (!key || key.revokedAt !== null || (key.expiresAt !== null && key.expiresAt <= now))
    return err({ tag: "unauthenticated" });
  const { tenantId, id: keyId, scopes, storeCode, lastUsedAt } = key;
  const since = now - USE_NOTED_EVERY_MS;
  if (lastUsedAt === null || lastUsedAt < since) {
    const tenant = deps.db.forTenant({ tenantId, actor: keyId, requestId: deps.requestId });
    const noted = await noteKeyUse(tenant, keyId, { now, since });
    if (!noted.ok) return err(dbFailure(noted.error));
  }
  return ok({ kind: "key", tenantId, keyId, scopes, ...(storeCode !== null && { storeCode }) });
}

async function hashSecret(hmacKey: string, secret: string): Promise<Uint8Array> {
  return fromBase64url(await keyedHash(hmacKey, ["api key", secret]));
}

function tenantOf(deps: KeyDeps, caller: Exclude<Caller, { kind: "nobody" }>) {
  return deps.db.forTenant({ tenantId: caller.tenantId, actor: actorOf(caller), requestId: deps.requestId });
}

function keyView(row: ApiKeyRow): ApiKey {
  const { tenantId: _tenant, updatedAt: _updated, ...shown } = row;
  return shown;
}
