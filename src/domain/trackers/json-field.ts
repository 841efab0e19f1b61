/** What stands under a name in something that came as JSON; undefined where nothing does. */
export function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
  const found: unknown = Reflect.get(value, name);
  return found;
}

/** A number, or the text of one: trackers write both. JSON's 1e999 is infinite, and none. */
export function numberField(value: unknown, name: string): number | null {
  const found = fieldOf(value, name);
  return Number.isFinite(found) && typeof found === "number"
    ? found
    : typeof found === "string"
      ? readNumber(found)
      : null;
}

export function textField(value: unknown, name: string): string | null {
  const found = fieldOf(value, name);
  return typeof found === "string" && found !== "" ? found : typeof found === "number" ? String(found) : null;
}

export function booleanField(value: unknown, name: string): boolean | null {
  const found = fieldOf(value, name);
  return typeof found === "boolean" ? found : null;
}

/** Twice what a double can say. */
const NUMBER_CHARACTERS_MAX = 40;

/** A decimal number and nothing else: `Number` alone would take "" for 0, and "0x1F". */
export function readNumber(text: string): number | null {
  const written = text.length <= NUMBER_CHARACTERS_MAX ? text.trim() : "";
  if (!/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/.test(written)) return null;
  const value = Number(written);
  return Number.isFinite(value) ? value : null;
}
