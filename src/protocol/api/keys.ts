import * as z from "zod";
import { endpoint } from "./endpoint.ts";

/** RFC 8037: the public half of an Ed25519 key. */
const PublicKey = z.strictObject({
  kty: z.literal("OKP"),
  crv: z.literal("Ed25519"),
  use: z.literal("sig"),
  alg: z.literal("EdDSA"),
  kid: z.string(),
  x: z.string(),
});

export const getKeySet = endpoint({
  method: "get",
  path: "/.well-known/jwks.json",
  unversioned: true,
  access: "public",
  limit: "none",
  priority: "critical",
  operationId: "getKeySet",
  tag: "System",
  summary: "The keys that access tokens are verified with",
  description: "Two while a key is being replaced: tokens of both are good.",
  status: 200,
  output: z.strictObject({ keys: z.array(PublicKey) }).meta({ id: "KeySet" }),
  errors: [],
});
