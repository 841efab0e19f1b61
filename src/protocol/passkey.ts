import * as z from "zod";

/** An attestation with a certificate chain has about 6 KiB; ours ask for none and have 300 bytes. */
const PART_MAX_CHARACTERS = 8_192;
/** WebAuthn allows ids of 1023 bytes. */
const CREDENTIAL_ID_MAX_CHARACTERS = 1_364;
const TRANSPORTS_MAX = 8;

const Part = z
  .string()
  .max(PART_MAX_CHARACTERS)
  .regex(/^[\w-]+$/);
export const CredentialId = z
  .string()
  .max(CREDENTIAL_ID_MAX_CHARACTERS)
  .regex(/^[\w-]+$/);

// Not strict: browsers add members to these as the standard grows. What is not named here is dropped.
/** What `navigator.credentials.create()` gives, as JSON. */
export const PasskeyRegistration = z.object({
  id: CredentialId,
  rawId: CredentialId,
  type: z.literal("public-key"),
  response: z.object({
    clientDataJSON: Part,
    attestationObject: Part,
    transports: z.array(z.string().max(32)).max(TRANSPORTS_MAX).default([]),
  }),
});
export type PasskeyRegistration = z.infer<typeof PasskeyRegistration>;

/** What `navigator.credentials.get()` gives, as JSON. */
export const PasskeyAssertion = z.object({
  id: CredentialId,
  rawId: CredentialId,
  type: z.literal("public-key"),
  response: z.object({
    clientDataJSON: Part,
    authenticatorData: Part,
    signature: Part,
    /** Whose passkey it is. Some security keys leave it out when they were told which one to use. */
    userHandle: z.string().max(128).nullish(),
  }),
});
export type PasskeyAssertion = z.infer<typeof PasskeyAssertion>;

interface CredentialName {
  readonly type: "public-key";
  readonly id: string;
}

/** What `PublicKeyCredential.parseCreationOptionsFromJSON()` takes, as far as we ask for anything. */
export interface PasskeyCreationOptions {
  readonly rp: { readonly id: string; readonly name: string };
  readonly user: { readonly id: string; readonly name: string; readonly displayName: string };
  readonly challenge: string;
  readonly pubKeyCredParams: readonly { readonly type: "public-key"; readonly alg: number }[];
  /** Milliseconds. */
  readonly timeout: number;
  readonly excludeCredentials: readonly CredentialName[];
  readonly authenticatorSelection: {
    readonly residentKey: "required";
    readonly requireResidentKey: true;
    readonly userVerification: "required";
  };
  readonly attestation: "none";
}

/** What `PublicKeyCredential.parseRequestOptionsFromJSON()` takes, as far as we ask for anything. */
export interface PasskeyRequestOptions {
  readonly challenge: string;
  readonly rpId: string;
  /** Milliseconds. */
  readonly timeout: number;
  readonly userVerification: "required";
}
