import type { Schema } from "./schema.ts";

type Role = "field" | "item" | "value" | "choice" | "all";

/** One line below a schema: a field of an object, an item of a fixed list, one of several choices. */
export type Part = { readonly key: string; readonly role: Role; readonly required: boolean; readonly schema: Schema };

/** The fields of an array are those of its items: "Shipment[]" already says that there are several. */
export function partsOf(schema: Schema): Part[] {
  const required = new Set(schema.required);
  const fields = Object.entries(schema.properties ?? {}).map(([key, field]): Part => ({
    key,
    role: "field",
    required: required.has(key),
    schema: field,
  }));
  return [
    ...fields,
    ...some("value", schema.additionalProperties),
    ...(schema.items ? partsOf(schema.items) : []),
    ...(schema.prefixItems ?? []).flatMap((item, index) => some("item", item, index)),
    ...choicesOf(schema),
    ...(schema.allOf ?? []).flatMap((item, index) => some("all", item, index)),
  ];
}

/** "A or null" is told by the type's name; only choices with something inside are listed. */
function choicesOf(schema: Schema): Part[] {
  const choices = schema.anyOf ?? schema.oneOf ?? [];
  if (!choices.some((choice) => choice.$ref !== undefined || partsOf(choice).length > 0)) return [];
  return choices.filter((choice) => choice.type !== "null").flatMap((choice, index) => some("choice", choice, index));
}

/** A part without fields of its own is already told by the type's name, such as `string[]`. */
function some(role: Role, schema: Schema | undefined, index = 0): Part[] {
  if (!schema) return [];
  const worthALine = role === "choice" || schema.$ref !== undefined || partsOf(schema).length > 0;
  return worthALine ? [{ key: `${role} ${index}`, role, required: false, schema }] : [];
}

/** What to look up for a schema that is a reference, or an array of references. */
export function refOf(schema: Schema): string | undefined {
  return schema.$ref ?? (schema.items && refOf(schema.items));
}
