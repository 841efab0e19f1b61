import * as z from "zod";
import { KeyScope } from "../access.ts";
import { ApiKeyId } from "../ids.ts";
import { Millis } from "../live/fix.ts";
import { PlainText } from "../plain-text.ts";
import { endpoint } from "./endpoint.ts";
import { pageOf, pageQuery } from "./page.ts";
import { StoreCode } from "./people.ts";
import { secretText } from "./secret-text.ts";

const NAME_MAX_CHARACTERS = 60;

export const ApiKey = z
  .strictObject({
    id: ApiKeyId,
    name: z.string(),
    prefix: z.string().meta({ description: "The key's beginning, to recognise it by" }),
    scopes: z.array(KeyScope),
    storeCode: z
      .string()
      .nullable()
      .meta({ description: "The one store the key is limited to; null for the whole tenant" }),
    createdBy: z.string(),
    createdAt: z.int(),
    expiresAt: z.int().nullable(),
    lastUsedAt: z.int().nullable().meta({ description: "To the minute" }),
    revokedAt: z.int().nullable(),
  })
  .meta({ id: "ApiKey" });
export type ApiKey = z.infer<typeof ApiKey>;

export const NewApiKey = z
  .strictObject({
    name: PlainText.min(1).max(NAME_MAX_CHARACTERS),
    scopes: z.array(KeyScope).min(1).max(KeyScope.options.length),
    storeCode: StoreCode.optional(),
    expiresAt: Millis.optional(),
  })
  .meta({ id: "NewApiKey" });
export type NewApiKey = z.infer<typeof NewApiKey>;

export const MadeApiKey = z
  .strictObject({ key: ApiKey, secret: secretText("Shown this once and never again") })
  .meta({ id: "MadeApiKey" });
export type MadeApiKey = z.infer<typeof MadeApiKey>;

export const createApiKey = endpoint({
  method: "post",
  path: "/api-keys",
  access: { resource: "api-key", action: "create" },
  priority: "normal",
  operationId: "createApiKey",
  secretAnswer: "Sent again, it makes another key: revoke the one that nobody heard of.",
  tag: "API keys",
  summary: "Make a key for an integration",
  description: "A store user's key is limited to that store.",
  body: NewApiKey,
  status: 201,
  output: MadeApiKey,
  errors: ["forbidden", "unavailable"],
});

export const listApiKeys = endpoint({
  method: "get",
  path: "/api-keys",
  access: { resource: "api-key", action: "list" },
  priority: "normal",
  operationId: "listApiKeys",
  tag: "API keys",
  summary: "Keys, newest first",
  query: z.strictObject(pageQuery(ApiKeyId)),
  status: 200,
  output: pageOf(ApiKey),
  errors: ["forbidden", "unavailable"],
});

export const revokeApiKey = endpoint({
  method: "delete",
  path: "/api-keys/:keyId",
  access: { resource: "api-key", action: "delete" },
  priority: "normal",
  operationId: "revokeApiKey",
  tag: "API keys",
  summary: "Revoke a key",
  description: "It stops working with the next request.",
  params: z.strictObject({ keyId: ApiKeyId }),
  status: 200,
  output: ApiKey,
  errors: ["not-found", "unavailable"],
});
