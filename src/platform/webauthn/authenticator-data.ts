import { readCborMap } from "./cbor-item.ts";

/** SHA-256 of the relying party's id, a byte of flags, a counter of four bytes. */
const FLAGS_AT = 32;
const COUNTER_AT = 33;
const HEAD_BYTES = 37;
/** The model of the authenticator, which says nothing unless it is attested. */
const MODEL_BYTES = 16;
const ID_LENGTH_BYTES = 2;
/** WebAuthn's own limit. */
const ID_MAX_BYTES = 1_023;

const FLAG = { present: 0x01, verified: 0x04, mayBeCopied: 0x08, isCopied: 0x10, keyAttached: 0x40, extended: 0x80 };

export interface AuthenticatorData {
  readonly relyingPartyHash: Uint8Array;
  readonly userPresent: boolean;
  /** By a face, a finger or a PIN. */
  readonly userVerified: boolean;
  readonly counter: number;
  readonly attached: AttachedKey | undefined;
}

interface AttachedKey {
  readonly credentialId: Uint8Array;
  /** COSE, as it was sent. */
  readonly publicKey: Uint8Array;
}

/** Undefined unless every byte has its place. */
export function readAuthenticatorData(bytes: Uint8Array): AuthenticatorData | undefined {
  if (bytes.length < HEAD_BYTES) return undefined;
  const head = new DataView(bytes.buffer, bytes.byteOffset, HEAD_BYTES);
  const flags = head.getUint8(FLAGS_AT);
  if (has(flags, FLAG.isCopied) && !has(flags, FLAG.mayBeCopied)) return undefined;
  const tail = readTail(flags, bytes.subarray(HEAD_BYTES));
  return (
    tail && {
      relyingPartyHash: bytes.subarray(0, FLAGS_AT),
      userPresent: has(flags, FLAG.present),
      userVerified: has(flags, FLAG.verified),
      counter: head.getUint32(COUNTER_AT),
      attached: tail.attached,
    }
  );
}

function has(flags: number, flag: number): boolean {
  return (flags & flag) !== 0;
}

/** What the flags announce, and not a byte more. Extensions are measured and not looked at: we ask for none. */
function readTail(flags: number, bytes: Uint8Array): Pick<AuthenticatorData, "attached"> | undefined {
  const attached = has(flags, FLAG.keyAttached) ? readAttachedKey(bytes) : { key: undefined, length: 0 };
  if (!attached) return undefined;
  const rest = bytes.subarray(attached.length);
  const announced = has(flags, FLAG.extended) ? readCborMap(rest)?.length : 0;
  return announced === rest.length ? { attached: attached.key } : undefined;
}

function readAttachedKey(bytes: Uint8Array): { readonly key: AttachedKey; readonly length: number } | undefined {
  const idAt = MODEL_BYTES + ID_LENGTH_BYTES;
  const [high = 0, low = 0] = bytes.subarray(MODEL_BYTES, idAt);
  const idLength = high * 256 + low;
  const keyAt = idAt + idLength;
  if (idLength === 0 || idLength > ID_MAX_BYTES || keyAt > bytes.length) return undefined;
  const cose = readCborMap(bytes.subarray(keyAt));
  if (!cose) return undefined;
  const length = keyAt + cose.length;
  const key = { credentialId: bytes.subarray(idAt, keyAt), publicKey: bytes.subarray(keyAt, length) };
  return { key, length };
}
