/** Says of a value that came from outside what it is. */
export type Guard<Value> = (value: unknown) => value is Value;

type Guarded<Shape> = { [Key in keyof Shape]: Shape[Key] extends Guard<infer Value> ? Value : never };

/** All of these fields and no others. */
export function exactly<Shape extends Readonly<Record<string, Guard<unknown>>>>(shape: Shape): Guard<Guarded<Shape>> {
  const guards = Object.entries(shape);
  return (value): value is Guarded<Shape> => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
    const fields = new Map<string, unknown>(Object.entries(value));
    return fields.size === guards.length && guards.every(([key, guard]) => fields.has(key) && guard(fields.get(key)));
  };
}

export function oneOf<const Text extends string>(...texts: readonly Text[]): Guard<Text> {
  const known: ReadonlySet<unknown> = new Set(texts);
  return (value): value is Text => known.has(value);
}

export function orNull<Value>(guard: Guard<Value>): Guard<Value | null> {
  return (value): value is Value | null => value === null || guard(value);
}

export function within(least: number, most: number): Guard<number> {
  return (value): value is number => isNumber(value) && value >= least && value <= most;
}

export function wholeFrom(least: number, most = Number.MAX_SAFE_INTEGER): Guard<number> {
  return (value): value is number => Number.isSafeInteger(value) && isNumber(value) && value >= least && value <= most;
}

export const isNumber: Guard<number> = (value): value is number => typeof value === "number" && Number.isFinite(value);
export const isText: Guard<string> = (value): value is string => typeof value === "string";
export const isFlag: Guard<boolean> = (value): value is boolean => typeof value === "boolean";
