import { err, ok, type Result } from "../domain/result.ts";
import type { TenantId } from "../protocol/ids.ts";
import { fromBase64url, toBase64url } from "./base64url.ts";
import { sha256 } from "./sha256.ts";

/** `current` seals, all of them open: that is how a key is replaced without stopping anything. */
export interface KeyRing {
  readonly current: string;
  readonly keys: ReadonlyMap<string, CryptoKey>;
}

/** Where a value lives. Bound into the seal, so that nobody can move one person's value to another's row. */
export interface Place {
  readonly table: string;
  readonly column: string;
  readonly row: string;
  readonly tenant: TenantId;
}

export interface WrappedKey {
  readonly keyId: string;
  readonly wrappedKey: string;
}

/** `unknown-key`: sealed by a key that this ring does not have. `tampered`: changed, moved, or another key of the same id. */
export type OpenError = { readonly tag: "malformed" | "unknown-key" | "tampered" };

const VERSION = "v1";
const KEY_BYTES = 32;
/** 96 bits, the size AES-GCM is made for; random ones are safe for 2^32 seals of one tenant's key. */
const IV_BYTES = 12;
/** 48 bits tell the few keys of a ring apart. */
const KEY_ID_BYTES = 6;

const encoder = new TextEncoder();
// ignoreBOM keeps a leading U+FEFF: what was sealed comes back to the last character.
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The deployment's own keys, base64url. The first wraps; the others still open what they wrapped before a change. */
export async function openMasterKeys(dataKeys: readonly string[]): Promise<KeyRing> {
  return makeRing(dataKeys.map(fromBase64url));
}

/** A new data key for a tenant; only its wrapped form is ever stored. */
export async function makeDataKey(master: KeyRing, tenant: TenantId): Promise<WrappedKey> {
  const key = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
  const keyId = await keyIdOf(key);
  return { keyId, wrappedKey: await seal(master, placeOfKey(tenant, keyId), toBase64url(key)) };
}

/** Unwraps a tenant's keys, newest first. */
export async function openDataKeys(
  master: KeyRing,
  tenant: TenantId,
  wrapped: readonly WrappedKey[],
): Promise<Result<KeyRing, OpenError>> {
  const keys: Uint8Array<ArrayBuffer>[] = [];
  for (const { keyId, wrappedKey } of wrapped) {
    const key = await open(master, placeOfKey(tenant, keyId), wrappedKey);
    if (!key.ok) return key;
    keys.push(fromBase64url(key.value));
  }
  return keys.length === 0 ? err({ tag: "unknown-key" }) : ok(await makeRing(keys));
}

/** A data key wrapped by the current master key; null when it is already. */
export async function rewrapDataKey(
  master: KeyRing,
  tenant: TenantId,
  { keyId, wrappedKey }: WrappedKey,
): Promise<Result<string | null, OpenError>> {
  if (wrappedKey.startsWith(`${VERSION}.${master.current}.`)) return ok(null);
  const place = placeOfKey(tenant, keyId);
  const key = await open(master, place, wrappedKey);
  return key.ok ? ok(await seal(master, place, key.value)) : key;
}

/** AES-256-GCM, as `v1.<key id>.<iv>.<ciphertext>`. */
export async function seal(ring: KeyRing, place: Place, text: string): Promise<string> {
  const key = ring.keys.get(ring.current);
  if (!key) throw new Error("The ring lacks its current key.");
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const ciphertext = await crypto.subtle.encrypt(algorithm(iv, place), key, encoder.encode(text));
  return [VERSION, ring.current, toBase64url(iv), toBase64url(new Uint8Array(ciphertext))].join(".");
}

export async function open(ring: KeyRing, place: Place, sealed: string): Promise<Result<string, OpenError>> {
  const [, keyId, iv, ciphertext] = /^v1\.([\w-]{1,32})\.([\w-]{16})\.([\w-]{22,})$/.exec(sealed) ?? [];
  if (keyId === undefined || iv === undefined || ciphertext === undefined) return err({ tag: "malformed" });
  const key = ring.keys.get(keyId);
  if (!key) return err({ tag: "unknown-key" });
  try {
    const bytes = await crypto.subtle.decrypt(algorithm(fromBase64url(iv), place), key, fromBase64url(ciphertext));
    return ok(decoder.decode(bytes));
  } catch {
    // The one answer of AES-GCM to a wrong key, place or byte: there is no more to tell.
    return err({ tag: "tampered" });
  }
}

async function makeRing(keys: readonly Uint8Array<ArrayBuffer>[]): Promise<KeyRing> {
  const entries = await Promise.all(keys.map(async (key) => [await keyIdOf(key), await importKey(key)] as const));
  const [first] = entries;
  if (!first) throw new RangeError("A ring needs a key.");
  return { current: first[0], keys: new Map(entries) };
}

async function importKey(key: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  if (key.length !== KEY_BYTES) throw new RangeError(`A key has ${KEY_BYTES} bytes, not ${key.length}.`);
  return crypto.subtle.importKey("raw", key, "AES-GCM", false, ["encrypt", "decrypt"]);
}

/** Follows from the key, so an id needs no configuration and cannot name the wrong key. */
async function keyIdOf(key: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = await sha256(new Uint8Array([...encoder.encode("key id|"), ...key]));
  return toBase64url(digest.subarray(0, KEY_ID_BYTES));
}

function placeOfKey(tenant: TenantId, keyId: string): Place {
  return { table: "tenant_keys", column: "wrapped_key", row: keyId, tenant };
}

function algorithm(iv: Uint8Array<ArrayBuffer>, place: Place) {
  const additionalData = encoder.encode([place.table, place.column, place.row, place.tenant].join("|"));
  return { name: "AES-GCM", iv, additionalData };
}
