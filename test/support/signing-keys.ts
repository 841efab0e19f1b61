import { importSigningKeys, type makeSigningKey, type SigningKeys } from "../../src/platform/signing-keys.ts";

export type PrivateJwk = Awaited<ReturnType<typeof makeSigningKey>>;

export async function keysOf(...jwks: PrivateJwk[]): Promise<SigningKeys> {
  const keys = await importSigningKeys(JSON.stringify(jwks));
  if (!keys.ok) throw new Error(keys.error.problems.join());
  return keys.value;
}
