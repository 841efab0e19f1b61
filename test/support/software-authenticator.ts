import { fromBase64url, toBase64url } from "../../src/platform/base64url.ts";
import { textToBase64url } from "../../src/platform/base64url-text.ts";
import type { PasskeyAssertion, PasskeyRegistration } from "../../src/protocol/passkey.ts";
import { cborBytes, cborInt, cborMap, cborText } from "./cbor.ts";

const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;
const KEY_ATTACHED = 0x40;
const ES256 = { name: "ECDSA", namedCurve: "P-256" } as const;

/** What a test may have it do wrong. */
interface Deviation {
  /** The page that the browser says it is on. */
  origin?: string;
  challenge?: string;
  rpId?: string;
  userVerified?: boolean;
}

interface CreationOptions {
  challenge: string;
  rp: { id?: string | undefined };
  user: { id: string };
}

interface RequestOptions {
  challenge: string;
  rpId?: string | undefined;
}

/** A browser with an authenticator that holds one ES256 passkey. */
export class SoftwareAuthenticator {
  readonly #origin: string;
  readonly #keys: CryptoKeyPair;
  readonly #id = crypto.getRandomValues(new Uint8Array(32));
  #userHandle = "";
  /** Uses so far. Tests turn it back. */
  counter = 0;

  private constructor(origin: string, keys: CryptoKeyPair) {
    this.#origin = origin;
    this.#keys = keys;
  }

  static async on(origin: string): Promise<SoftwareAuthenticator> {
    const keys = await crypto.subtle.generateKey(ES256, true, ["sign", "verify"]);
    if (!("privateKey" in keys)) throw new TypeError("ECDSA keys come in pairs.");
    return new SoftwareAuthenticator(origin, keys);
  }

  get credentialId(): string {
    return toBase64url(this.#id);
  }

  async create(options: CreationOptions, deviation: Deviation = {}): Promise<PasskeyRegistration> {
    this.#userHandle = options.user.id;
    const data = await this.#authenticatorData(options.rp.id, deviation, await this.#attachedKey());
    const attestation = cborMap([
      [cborText("fmt"), cborText("none")],
      [cborText("attStmt"), cborMap([])],
      [cborText("authData"), cborBytes(data)],
    ]);
    return {
      ...this.#credential(),
      response: {
        clientDataJSON: this.#clientData("webauthn.create", options.challenge, deviation),
        attestationObject: toBase64url(attestation),
        transports: ["internal"],
      },
    };
  }

  async get(options: RequestOptions, deviation: Deviation = {}): Promise<PasskeyAssertion> {
    this.counter += 1;
    const data = await this.#authenticatorData(options.rpId, deviation);
    const clientDataJSON = this.#clientData("webauthn.get", options.challenge, deviation);
    const hash = await sha256(fromBase64url(clientDataJSON));
    const algorithm = { name: "ECDSA", hash: "SHA-256" };
    const raw = await crypto.subtle.sign(algorithm, this.#keys.privateKey, bytes(data, hash));
    return {
      ...this.#credential(),
      response: {
        clientDataJSON,
        authenticatorData: toBase64url(data),
        signature: toBase64url(derSignature(new Uint8Array(raw))),
        userHandle: this.#userHandle,
      },
    };
  }

  #credential() {
    return { id: this.credentialId, rawId: this.credentialId, type: "public-key" } as const;
  }

  #clientData(type: string, challenge: string, deviation: Deviation): string {
    const { origin = this.#origin, challenge: told = challenge } = deviation;
    return textToBase64url(JSON.stringify({ type, challenge: told, origin, crossOrigin: false }));
  }

  async #authenticatorData(rpId = "", deviation: Deviation, key?: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
    const rpIdHash = await sha256(Uint8Array.from(new TextEncoder().encode(deviation.rpId ?? rpId)));
    const flags =
      USER_PRESENT | ((deviation.userVerified ?? true) ? USER_VERIFIED : 0) | (key === undefined ? 0 : KEY_ATTACHED);
    const counter = new Uint8Array(4);
    new DataView(counter.buffer).setUint32(0, this.counter);
    return bytes(rpIdHash, Uint8Array.of(flags), counter, key ?? new Uint8Array());
  }

  async #attachedKey(): Promise<Uint8Array> {
    // Uncompressed: a 4, then x and y.
    const point = await crypto.subtle.exportKey("raw", this.#keys.publicKey);
    if (!(point instanceof ArrayBuffer)) throw new TypeError("A raw key is bytes.");
    const cose = cborMap([
      [cborInt(1), cborInt(2)],
      [cborInt(3), cborInt(-7)],
      [cborInt(-1), cborInt(1)],
      [cborInt(-2), cborBytes(new Uint8Array(point, 1, 32))],
      [cborInt(-3), cborBytes(new Uint8Array(point, 33, 32))],
    ]);
    const anyModel = new Uint8Array(16);
    return bytes(anyModel, Uint8Array.of(0, this.#id.length), this.#id, cose);
  }
}

async function sha256(data: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", data));
}

/** WebCrypto gives r and s side by side; authenticators give a DER sequence of two integers. */
function derSignature(raw: Uint8Array): Uint8Array {
  const integers = bytes(derInteger(raw.subarray(0, 32)), derInteger(raw.subarray(32)));
  return bytes(Uint8Array.of(0x30, integers.length), integers);
}

function derInteger(unsigned: Uint8Array): Uint8Array {
  const start = unsigned.findIndex((byte) => byte !== 0);
  const significant = unsigned.subarray(start);
  // A leading one bit would mean a negative number.
  const padding = (significant[0] ?? 0) >= 0x80 ? [0] : [];
  return Uint8Array.of(0x02, significant.length + padding.length, ...padding, ...significant);
}

function bytes(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}
