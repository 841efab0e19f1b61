import "../shared/schema-setup.ts";
import * as z from "zod";
import { Schema } from "./schema.ts";

export const METHODS = ["get", "post", "put", "patch", "delete"] as const;
export type Method = (typeof METHODS)[number];

const Content = z.record(z.string(), z.object({ schema: Schema.optional() })).optional();

const Parameter = z.object({
  name: z.string(),
  in: z.enum(["path", "query", "header", "cookie"]),
  required: z.boolean().default(false),
  description: z.string().optional(),
  schema: Schema.default({}),
});
export type Parameter = z.infer<typeof Parameter>;

const Response = z.object({ description: z.string().default(""), content: Content });

const Operation = z.object({
  operationId: z.string(),
  tags: z.array(z.string()).default([]),
  summary: z.string().default(""),
  description: z.string().optional(),
  deprecated: z.boolean().default(false),
  parameters: z.array(Parameter).default([]),
  requestBody: z.object({ required: z.boolean().default(false), content: Content }).optional(),
  responses: z.record(z.string(), Response).default({}),
});

/** The part of OpenAPI 3.1 that the reference shows; other keys are dropped. */
export const OpenApiDocument = z.object({
  info: z.object({ title: z.string(), version: z.string(), description: z.string().optional() }),
  paths: z.record(z.string(), z.partialRecord(z.enum(METHODS), Operation)),
  components: z
    .object({
      schemas: z.record(z.string(), Schema).default({}),
      securitySchemes: z.record(z.string(), z.unknown()).default({}),
    })
    .prefault({}),
});
export type OpenApiDocument = z.infer<typeof OpenApiDocument>;
