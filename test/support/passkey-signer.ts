import { fromBase64url, toBase64url } from "../../src/platform/base64url.ts";
import { textToBase64url } from "../../src/platform/base64url-text.ts";
import type { PasskeyAssertion, PasskeyRegistration } from "../../src/protocol/passkey.ts";
import { cborBytes, cborInt, cborMap, cborText } from "./cbor.ts";

export const FLAGS = { present: 0x01, verified: 0x04, keyAttached: 0x40, extended: 0x80 };
const OWNER_CONFIRMED = FLAGS.present | FLAGS.verified;

/** COSE labels and, for each, a number or the bytes of a part of the exported key. */
interface Kind {
  readonly generate: RsaHashedKeyGenParams | { name: string };
  readonly sign: { name: string };
  readonly labels: readonly (readonly [label: number, value: number | "x" | "n" | "e"])[];
}

const RSA_KIND = (modulusLength: number): Kind => ({
  generate: {
    name: "RSASSA-PKCS1-v1_5",
    hash: "SHA-256",
    modulusLength,
    publicExponent: Uint8Array.of(1, 0, 1),
  },
  sign: { name: "RSASSA-PKCS1-v1_5" },
  labels: [
    [1, 3],
    [3, -257],
    [-1, "n"],
    [-2, "e"],
  ],
});

export const KINDS = {
  Ed25519: {
    generate: { name: "Ed25519" },
    sign: { name: "Ed25519" },
    labels: [
      [1, 1],
      [3, -8],
      [-1, 6],
      [-2, "x"],
    ],
  },
  RS256: RSA_KIND(2_048),
  "RS256 of 1,024 bits": RSA_KIND(1_024),
} satisfies Record<string, Kind>;

/** One passkey whose every byte a test chooses. */
export async function passkeySigner(kind: keyof typeof KINDS) {
  const { generate, sign, labels }: Kind = KINDS[kind];
  const keys = await crypto.subtle.generateKey(generate, true, ["sign", "verify"]);
  if (!("privateKey" in keys)) throw new TypeError("Signing keys come in pairs.");
  const jwk = await crypto.subtle.exportKey("jwk", keys.publicKey);
  const cose = cborMap(
    labels.map(([label, value]) => [
      cborInt(label),
      typeof value === "number" ? cborInt(value) : cborBytes(fromBase64url(jwk[value] ?? "")),
    ]),
  );
  return {
    cose,
    sign: async (data: Uint8Array, clientDataJSON: string): Promise<string> => {
      const hash = await sha256(fromBase64url(clientDataJSON));
      return toBase64url(new Uint8Array(await crypto.subtle.sign(sign, keys.privateKey, joined(data, hash))));
    },
  };
}

const CREDENTIAL_ID = Uint8Array.from({ length: 16 }, (_, index) => index);

export function clientData(type: string, origin: string, more: object = {}): string {
  return textToBase64url(JSON.stringify({ type, challenge: "AAAA", origin, ...more }));
}

export async function authenticatorData(rpId: string, flags = OWNER_CONFIRMED, tail: Uint8Array = new Uint8Array()) {
  const counter = Uint8Array.of(0, 0, 1, 2);
  const hash = await sha256(new TextEncoder().encode(rpId));
  return joined(hash, Uint8Array.of(flags), counter, tail);
}

export function attachedKey(cose: Uint8Array, id: Uint8Array = CREDENTIAL_ID): Uint8Array {
  return joined(new Uint8Array(16), Uint8Array.of(id.length >> 8, id.length & 0xff), id, cose);
}

export function attestation(data: Uint8Array, format = "none"): Uint8Array {
  return cborMap([
    [cborText("fmt"), cborText(format)],
    [cborText("attStmt"), cborMap([])],
    [cborText("authData"), cborBytes(data)],
  ]);
}

export function registration(clientDataJSON: string, attestationObject: Uint8Array): PasskeyRegistration {
  const response = { clientDataJSON, attestationObject: toBase64url(attestationObject), transports: [] };
  return { ...credential(), response };
}

export function assertion(clientDataJSON: string, data: Uint8Array, signature: string): PasskeyAssertion {
  return { ...credential(), response: { clientDataJSON, authenticatorData: toBase64url(data), signature } };
}

export function joined(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

function credential() {
  const id = toBase64url(CREDENTIAL_ID);
  return { id, rawId: id, type: "public-key" } as const;
}

async function sha256(data: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", data));
}
