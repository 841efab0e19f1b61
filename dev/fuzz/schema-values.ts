import * as fc from "fast-check";

type TypeName = "string" | "integer" | "number" | "boolean" | "null" | "array" | "object";

/** The part of JSON Schema that the document uses. */
export interface Schema {
  readonly $ref?: string;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  /** A list means one of them: that is how what may be null is written inside of a tuple. */
  readonly type?: TypeName | readonly TypeName[];
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
  /** Of a tuple. */
  readonly prefixItems?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly examples?: readonly unknown[];
}

/** What a document's schemas refer to, and values of a field that are likely to exist. */
export interface Knowledge {
  readonly components: Readonly<Record<string, Schema>>;
  readonly known: Readonly<Record<string, readonly Known[]>>;
  /** What an operation reads that takes a text of its own instead of JSON, which the document does not describe. */
  readonly texts?: fc.Arbitrary<string>;
}

type Known = string | number;

/** Longer valid strings are only slower; the mutations bring the huge ones. */
const STRING_MAX_CHARACTERS = 120;
const ITEMS_MAX = 5;
/** Not fast-check's own unit of this kind, which takes a second and 100 MB to begin with. */
export const CHARACTERS = fc.integer({ min: 0, max: 0x10_ffff }).map((point) => String.fromCodePoint(point));
/** By pattern: the fifty of the document stand at a thousand fields, and each takes 50 ms to begin with. */
const MATCHING = new Map<string, fc.Arbitrary<string>>();
/** Out of ten values of a field that we know some of: the others show what is answered to unknown ones. */
const KNOWN_OF_TEN = 9;

/** Values that pass the schema. `name` is the field's, by which known values are found. */
export function valuesOf(schema: Schema, knowledge: Knowledge, name = ""): fc.Arbitrary<unknown> {
  const known = (knowledge.known[name] ?? []).filter((value) => fits(value, schema));
  const any = anyOf(schema, knowledge, name);
  if (known.length === 0) return any;
  return fc.oneof(
    { weight: KNOWN_OF_TEN, arbitrary: fc.constantFrom(...known) },
    { weight: 10 - KNOWN_OF_TEN, arbitrary: any },
  );
}

/** Fields of one name hold different things: an `id` is a stop's here and a shipment's there. */
function fits(value: Known, { type, pattern }: Schema): boolean {
  if (typeof value === "number") return type === "integer" || type === "number";
  return type === "string" && (pattern === undefined || patternOf(pattern).test(value));
}

/** JSON Schema's patterns are of whole characters. */
function patternOf(pattern: string): RegExp {
  return new RegExp(pattern, "u");
}

/** Where sense is rarer than shape, examples are: two sides that cross are a polygon to the schema. */
function anyOf({ examples, ...schema }: Schema, knowledge: Knowledge, name: string): fc.Arbitrary<unknown> {
  const made = madeFor(schema, knowledge, name);
  if (examples === undefined) return made;
  return fc.oneof(
    { weight: KNOWN_OF_TEN, arbitrary: fc.constantFrom(...examples) },
    { weight: 10 - KNOWN_OF_TEN, arbitrary: made },
  );
}

function madeFor(schema: Schema, knowledge: Knowledge, name: string): fc.Arbitrary<unknown> {
  if (schema.$ref !== undefined) return valuesOf(componentOf(schema.$ref, knowledge), knowledge);
  const variants = schema.anyOf ?? schema.oneOf;
  if (variants) return fc.oneof(...variants.map((variant) => valuesOf(variant, knowledge)));
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const types = [schema.type ?? []].flat();
  if (types.length === 0) throw new Error(`The fuzzer cannot make values of ${JSON.stringify(schema)}.`);
  return fc.oneof(...types.map((type) => OF_TYPE[type](schema, knowledge, name)));
}

type Make = (schema: Schema, knowledge: Knowledge, name: string) => fc.Arbitrary<unknown>;

const OF_TYPE: Record<TypeName, Make> = {
  string: strings,
  integer: integers,
  number: numbers,
  boolean: () => fc.boolean(),
  null: () => fc.constant(null),
  array: arrays,
  object: objects,
};

/** Mostly of a size that somebody measures, at times of any. */
function numbers({ minimum, maximum }: Schema): fc.Arbitrary<number> {
  const upTo = (limit: number) => fc.double({ min: minimum ?? -limit, max: maximum ?? limit, noNaN: true });
  return fc.oneof({ weight: 4, arbitrary: upTo(1e6) }, { weight: 1, arbitrary: upTo(Number.MAX_VALUE) });
}

function integers({ minimum, exclusiveMinimum = 0, maximum = Number.MAX_SAFE_INTEGER }: Schema): fc.Arbitrary<number> {
  return fc.maxSafeInteger().map((drawn) => {
    const min = minimum ?? exclusiveMinimum + 1;
    return min + (Math.abs(drawn) % (maximum - min + 1));
  });
}

/** Known values of a list are its items'. */
function arrays(schema: Schema, knowledge: Knowledge, name: string): fc.Arbitrary<unknown[]> {
  const { items = {}, minItems = 0, maxItems = ITEMS_MAX, prefixItems } = schema;
  if (prefixItems) return fc.tuple(...prefixItems.map((item) => valuesOf(item, knowledge, name)));
  return fc.array(valuesOf(items, knowledge, name), { minLength: minItems, maxLength: Math.min(maxItems, ITEMS_MAX) });
}

function componentOf(reference: string, { components }: Knowledge): Schema {
  const component = components[reference.replace("#/components/schemas/", "")];
  if (!component) throw new Error(`${reference} is not in the document.`);
  return component;
}

function strings({ format, pattern, minLength = 0, maxLength = STRING_MAX_CHARACTERS }: Schema): fc.Arbitrary<string> {
  if (format === "uuid") return fc.uuid();
  if (format === "uri") return fc.webUrl();
  const max = Math.min(maxLength, Math.max(minLength, STRING_MAX_CHARACTERS));
  // Any character at times; with a class of all but some, making texts of the pattern would take a second each.
  const isAnyText = pattern === undefined || pattern.includes("\\P{");
  const of = (unit: "grapheme-ascii" | fc.Arbitrary<string>) => fc.string({ unit, minLength, maxLength: max });
  const any = fc.oneof({ weight: 3, arbitrary: of("grapheme-ascii") }, { weight: 1, arbitrary: of(CHARACTERS) });
  const made = isAnyText ? any : matching(pattern);
  const fitting = (text: string) =>
    text.length >= minLength && (pattern === undefined || patternOf(pattern).test(text));
  // Ends that are no space: several fields are trimmed before they are measured.
  return made.map((text) => text.slice(0, maxLength)).filter((text) => text.trim() === text && fitting(text));
}

function matching(pattern: string): fc.Arbitrary<string> {
  const known = MATCHING.get(pattern) ?? fc.stringMatching(patternOf(pattern));
  MATCHING.set(pattern, known);
  return known;
}

function objects({ properties = {}, required = [] }: Schema, knowledge: Knowledge): fc.Arbitrary<unknown> {
  const fields = Object.entries(properties).map(([name, field]) => [name, valuesOf(field, knowledge, name)] as const);
  return fc.record(Object.fromEntries(fields), { requiredKeys: [...required] });
}
