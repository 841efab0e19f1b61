import * as fc from "fast-check";

/** The part of JSON Schema that the document uses. */
export interface Schema {
  readonly $ref?: string;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly type?: "string" | "integer" | "boolean" | "null" | "array" | "object";
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

/** What a document's schemas refer to, and values of a field that are likely to exist. */
export interface Knowledge {
  readonly components: Readonly<Record<string, Schema>>;
  readonly known: Readonly<Record<string, readonly string[]>>;
}

/** Longer valid strings are only slower; the mutations bring the huge ones. */
const STRING_MAX_CHARACTERS = 120;
const ITEMS_MAX = 5;
/** Out of ten values of a field that we know some of: the others show what is answered to unknown ones. */
const KNOWN_OF_TEN = 8;

/** Values that pass the schema. `name` is the field's, by which known values are found. */
export function valuesOf(schema: Schema, knowledge: Knowledge, name = ""): fc.Arbitrary<unknown> {
  const known = knowledge.known[name];
  const any = anyOf(schema, knowledge, name);
  if (known === undefined || schema.type !== "string") return any;
  return fc.oneof(
    { weight: KNOWN_OF_TEN, arbitrary: fc.constantFrom(...known) },
    { weight: 10 - KNOWN_OF_TEN, arbitrary: any },
  );
}

function anyOf(schema: Schema, knowledge: Knowledge, name: string): fc.Arbitrary<unknown> {
  if (schema.$ref !== undefined) return valuesOf(componentOf(schema.$ref, knowledge), knowledge);
  const variants = schema.anyOf ?? schema.oneOf;
  if (variants) return fc.oneof(...variants.map((variant) => valuesOf(variant, knowledge)));
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const make = schema.type && OF_TYPE[schema.type];
  if (!make) throw new Error(`The fuzzer cannot make values of ${JSON.stringify(schema)}.`);
  return make(schema, knowledge, name);
}

type Make = (schema: Schema, knowledge: Knowledge, name: string) => fc.Arbitrary<unknown>;

const OF_TYPE: Record<NonNullable<Schema["type"]>, Make> = {
  string: strings,
  integer: integers,
  boolean: () => fc.boolean(),
  null: () => fc.constant(null),
  array: arrays,
  object: objects,
};

function integers({ minimum, exclusiveMinimum = 0, maximum = Number.MAX_SAFE_INTEGER }: Schema): fc.Arbitrary<number> {
  return fc.maxSafeInteger().map((drawn) => {
    const min = minimum ?? exclusiveMinimum + 1;
    return min + (Math.abs(drawn) % (maximum - min + 1));
  });
}

/** Known values of a list are its items'. */
function arrays({ items = {}, minItems = 0, maxItems = ITEMS_MAX }: Schema, knowledge: Knowledge, name: string) {
  return fc.array(valuesOf(items, knowledge, name), { minLength: minItems, maxLength: Math.min(maxItems, ITEMS_MAX) });
}

function componentOf(reference: string, { components }: Knowledge): Schema {
  const component = components[reference.replace("#/components/schemas/", "")];
  if (!component) throw new Error(`${reference} is not in the document.`);
  return component;
}

function strings({ format, pattern, minLength = 0, maxLength = STRING_MAX_CHARACTERS }: Schema): fc.Arbitrary<string> {
  if (format === "uuid") return fc.uuid();
  const max = Math.min(maxLength, Math.max(minLength, STRING_MAX_CHARACTERS));
  // Ends that are no space: several fields are trimmed before they are measured.
  if (pattern === undefined) return fc.string({ minLength, maxLength: max }).filter((text) => text.trim() === text);
  return fc.stringMatching(new RegExp(pattern)).map((text) => text.slice(0, maxLength));
}

function objects({ properties = {}, required = [] }: Schema, knowledge: Knowledge): fc.Arbitrary<unknown> {
  const fields = Object.entries(properties).map(([name, field]) => [name, valuesOf(field, knowledge, name)] as const);
  return fc.record(Object.fromEntries(fields), { requiredKeys: [...required] });
}
