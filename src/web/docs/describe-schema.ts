import type { Schema } from "./schema.ts";

/** JavaScript's integer bounds are written for every integer and say nothing about this one. */
const MEANINGLESS = new Set([Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER]);

const LIMITS = [
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "multipleOf",
  "minLength",
  "maxLength",
  "minItems",
  "maxItems",
] as const;

type LimitKind = (typeof LIMITS)[number] | "pattern" | "default" | "const";
export type Limit = { readonly kind: LimitKind; readonly value: string };

export function limitsOf(schema: Schema): Limit[] {
  const limits: Limit[] = [];
  for (const kind of LIMITS) {
    const value = schema[kind];
    if (value !== undefined && !MEANINGLESS.has(value)) limits.push({ kind, value: String(value) });
  }
  if (schema.pattern !== undefined && schema.format === undefined)
    limits.push({ kind: "pattern", value: schema.pattern });
  if (schema.const !== undefined) limits.push({ kind: "const", value: JSON.stringify(schema.const) });
  if (schema.default !== undefined) limits.push({ kind: "default", value: JSON.stringify(schema.default) });
  return limits;
}

/** Short name of what a value looks like: `string`, `integer | null`, `Shipment[]`. */
export function typeName(schema: Schema, nameOf: (ref: string) => string): string {
  if (schema.$ref !== undefined) return nameOf(schema.$ref);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return [...new Set(choices.map((choice) => typeName(choice, nameOf)))].join(" | ");
  if (schema.type === "array") return `${schema.items ? typeName(schema.items, nameOf) : "any"}[]`;
  if (schema.type !== undefined) return withFormat([schema.type].flat().join(" | "), schema.format);
  return untypedName(schema);
}

function untypedName(schema: Schema): string {
  if (schema.properties || schema.allOf) return "object";
  return schema.enum || schema.const !== undefined ? typeof (schema.enum?.[0] ?? schema.const) : "any";
}

function withFormat(type: string, format: string | undefined): string {
  return format === undefined ? type : `${type} (${format})`;
}
