import * as z from "zod";

const Credential = z.object({ type: z.literal("public-key"), id: z.string() });
const Verification = z.enum(["required", "preferred", "discouraged"]);

/** What our server asks `navigator.credentials.create()` for. */
export const CreationOptions = z.object({
  rp: z.object({ id: z.string(), name: z.string() }),
  user: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
  challenge: z.string(),
  pubKeyCredParams: z.array(z.object({ type: z.literal("public-key"), alg: z.int() })),
  timeout: z.int(),
  excludeCredentials: z.array(Credential),
  authenticatorSelection: z.object({
    residentKey: Verification,
    requireResidentKey: z.boolean(),
    userVerification: Verification,
  }),
  attestation: z.literal("none"),
});

/** What our server asks `navigator.credentials.get()` for. */
export const RequestOptions = z.object({
  challenge: z.string(),
  rpId: z.string(),
  timeout: z.int(),
  userVerification: Verification,
  allowCredentials: z.array(Credential).exactOptional(),
});
