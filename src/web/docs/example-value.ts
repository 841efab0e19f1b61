import type { Reference } from "./reference.ts";
import type { Schema } from "./schema.ts";

/** Schemas may contain themselves; an example this deep is deep enough. */
const MAX_DEPTH = 6;

const BY_FORMAT: Readonly<Record<string, string>> = {
  "date-time": "2026-01-31T09:30:00Z",
  date: "2026-01-31",
  email: "name@example.com",
  uri: "https://example.com/",
  uuid: "00000000-0000-4000-8000-000000000000",
};

/** A value that the schema would probably accept; optional fields are left out unless they have an example. */
export function exampleOf(schema: Schema, lookUp: Reference["lookUp"], depth = 0): unknown {
  const given = givenExample(schema);
  if (given !== undefined) return given;
  if (depth >= MAX_DEPTH) return null;
  const next = (inner: Schema) => exampleOf(inner, lookUp, depth + 1);
  if (schema.$ref !== undefined) return next(lookUp(schema.$ref)?.schema ?? {});
  const choice = (schema.anyOf ?? schema.oneOf)?.[0];
  if (choice) return next(choice);
  return schema.properties ? objectExample(schema, next) : plainExample(schema, next);
}

function givenExample(schema: Schema): unknown {
  return schema.examples?.[0] ?? schema.const ?? schema.default ?? schema.enum?.[0];
}

function objectExample(schema: Schema, next: (inner: Schema) => unknown): Record<string, unknown> {
  const required = new Set(schema.required);
  const shown = Object.entries(schema.properties ?? {}).filter(([name, inner]) => required.has(name) || inner.examples);
  return Object.fromEntries(shown.map(([name, inner]) => [name, next(inner)]));
}

function plainExample(schema: Schema, next: (inner: Schema) => unknown): unknown {
  const [type = "any"] = [schema.type].flat();
  switch (type) {
    case "string":
      return BY_FORMAT[schema.format ?? ""] ?? "text";
    case "integer":
    case "number":
      // Zero if it is allowed, else the smallest number that is.
      return Math.max(0, schema.minimum ?? 0);
    case "boolean":
      return true;
    case "array":
      return schema.items ? [next(schema.items)] : [];
    case "null":
      return null;
    default:
      return {};
  }
}
