import { toBase64url } from "../base64url.ts";
import { type CborMap, wholeCborMap } from "./cbor-item.ts";

/** Labels of RFC 9053 and RFC 8230; -1 to -3 mean other things in each type of key. */
const TYPE = 1;
const ALGORITHM = 3;
const OKP = { type: 1, curve: -1, x: -2 };
const EC2 = { type: 2, curve: -1, x: -2, y: -3 };
const RSA = { type: 3, n: -1, e: -2 };
const P256 = 1;
const ED25519 = 6;

/** Of a coordinate on either curve. */
const COORDINATE_BYTES = 32;
const MODULUS_MIN_BITS = 2_048;
/** More would let a stranger buy our time with a key of his own; Windows makes 2,048. */
const MODULUS_MAX_BITS = 4_096;
/** 65537, the only exponent in use. */
const EXPONENT = "AQAB";

/** By COSE number, best liked first: ECDSA P-256, Ed25519, RSA for Windows. Every authenticator has one of them. */
const MATERIAL = new Map([
  [-7, p256Material],
  [-8, ed25519Material],
  [-257, rsaMaterial],
]);
export const COSE_ALGORITHMS = [...MATERIAL.keys()];

/** Undefined for keys of other algorithms, sizes or curves, and for points that are on none. */
export async function importCoseKey(cose: Uint8Array): Promise<CryptoKey | undefined> {
  const map = wholeCborMap(cose);
  const number = map?.get(ALGORITHM);
  const material = map && typeof number === "number" ? MATERIAL.get(number)?.(map) : undefined;
  if (!material) return undefined;
  try {
    return await crypto.subtle.importKey("jwk", material.jwk, material.algorithm, false, ["verify"]);
  } catch {
    // The sizes were right, so the numbers are not: a DataError.
    return undefined;
  }
}

interface Material {
  readonly jwk: JsonWebKey;
  readonly algorithm: { name: string; namedCurve?: string; hash?: string };
}

function p256Material(map: CborMap): Material | undefined {
  const [x, y] = [coordinate(map, EC2.x), coordinate(map, EC2.y)];
  if (map.get(TYPE) !== EC2.type || map.get(EC2.curve) !== P256 || !x || !y) return undefined;
  return { jwk: { kty: "EC", crv: "P-256", x, y }, algorithm: { name: "ECDSA", namedCurve: "P-256" } };
}

function ed25519Material(map: CborMap): Material | undefined {
  const x = coordinate(map, OKP.x);
  if (map.get(TYPE) !== OKP.type || map.get(OKP.curve) !== ED25519 || !x) return undefined;
  return { jwk: { kty: "OKP", crv: "Ed25519", x }, algorithm: { name: "Ed25519" } };
}

function rsaMaterial(map: CborMap): Material | undefined {
  const [n, e] = [map.get(RSA.n), map.get(RSA.e)];
  if (map.get(TYPE) !== RSA.type || !(n instanceof Uint8Array) || !(e instanceof Uint8Array)) return undefined;
  const bits = bitLength(n);
  if (bits < MODULUS_MIN_BITS || bits > MODULUS_MAX_BITS || toBase64url(e) !== EXPONENT) return undefined;
  const jwk = { kty: "RSA", n: toBase64url(n), e: EXPONENT };
  return { jwk, algorithm: { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" } };
}

function coordinate(map: CborMap, label: number): string | undefined {
  const value = map.get(label);
  return value instanceof Uint8Array && value.length === COORDINATE_BYTES ? toBase64url(value) : undefined;
}

/** 0 for a number that starts with a zero byte, which COSE forbids. */
function bitLength(unsigned: Uint8Array): number {
  const [first = 0] = unsigned;
  return first === 0 ? 0 : unsigned.length * 8 - (Math.clz32(first) - 24);
}
