import { rawEcdsaSignature } from "./der-signature.ts";

export async function verifySignature(
  key: CryptoKey,
  signature: Uint8Array<ArrayBuffer>,
  signed: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const { name } = key.algorithm;
  const raw = name === "ECDSA" ? rawEcdsaSignature(signature) : signature;
  // Only ECDSA is told its hash here: an RSA key carries its own, and Ed25519 has one built in.
  return raw !== undefined && crypto.subtle.verify({ name, hash: "SHA-256" }, key, raw, signed);
}
