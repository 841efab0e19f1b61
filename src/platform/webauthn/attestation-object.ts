import { wholeCborMap } from "./cbor-item.ts";

/**
 * The authenticator data inside. The statement beside it would say who built the authenticator; we ask for none, conclude
 * nothing from one, and so look at none.
 */
export function attestedData(attestationObject: Uint8Array): Uint8Array | undefined {
  const map = wholeCborMap(attestationObject);
  const data = map?.get("authData");
  const shaped = typeof map?.get("fmt") === "string" && map.get("attStmt") instanceof Map;
  return shaped && data instanceof Uint8Array ? data : undefined;
}
