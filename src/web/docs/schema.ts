import "../shared/schema-setup.ts";
import * as z from "zod";

/** The part of JSON Schema 2020-12 that the reference shows. Every key is optional, as in the standard. */
export type Schema = {
  $ref?: string | undefined;
  type?: string | string[] | undefined;
  format?: string | undefined;
  description?: string | undefined;
  enum?: unknown[] | undefined;
  const?: unknown;
  default?: unknown;
  examples?: unknown[] | undefined;
  minimum?: number | undefined;
  maximum?: number | undefined;
  exclusiveMinimum?: number | undefined;
  exclusiveMaximum?: number | undefined;
  multipleOf?: number | undefined;
  minLength?: number | undefined;
  maxLength?: number | undefined;
  pattern?: string | undefined;
  minItems?: number | undefined;
  maxItems?: number | undefined;
  properties?: Record<string, Schema> | undefined;
  required?: string[] | undefined;
  additionalProperties?: Schema | undefined;
  items?: Schema | undefined;
  prefixItems?: Schema[] | undefined;
  anyOf?: Schema[] | undefined;
  oneOf?: Schema[] | undefined;
  allOf?: Schema[] | undefined;
};

const text = z.string().optional();
const limit = z.number().optional();
const nested = z.lazy(() => Schema).optional();
const several = z.array(z.lazy(() => Schema)).optional();

const SchemaObject = z.object({
  $ref: text,
  type: z.union([z.string(), z.array(z.string())]).optional(),
  format: text,
  description: text,
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  default: z.unknown().optional(),
  examples: z.array(z.unknown()).optional(),
  minimum: limit,
  maximum: limit,
  exclusiveMinimum: limit,
  exclusiveMaximum: limit,
  multipleOf: limit,
  minLength: limit,
  maxLength: limit,
  pattern: text,
  minItems: limit,
  maxItems: limit,
  properties: z
    .record(
      z.string(),
      z.lazy(() => Schema),
    )
    .optional(),
  required: z.array(z.string()).optional(),
  // `false` forbids further keys: nothing to show. `true` allows any.
  additionalProperties: z.union([z.literal(false).transform(() => undefined), z.lazy(() => Schema)]).optional(),
  items: nested,
  prefixItems: several,
  anyOf: several,
  oneOf: several,
  allOf: several,
});

export const Schema: z.ZodType<Schema> = z.union([z.boolean().transform((): Schema => ({})), SchemaObject]);
