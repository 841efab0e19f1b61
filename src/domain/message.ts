/** A catalog entry: text with `{names}`, or one such text per plural category of the locale. */
export type Message = string | PluralMessage;
type PluralMessage = { readonly other: string } & { readonly [C in Intl.LDMLPluralRule]?: string };

export type Value = string | number;

type NamesIn<Text> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;

/** What a message needs filled in: its own names, and `count` when it has plural forms. */
export type Values<M> = M extends string
  ? { readonly [Name in NamesIn<M>]: Value }
  : M extends { readonly other: infer Other }
    ? { readonly count: number } & { readonly [Name in Exclude<NamesIn<Other>, "count">]: Value }
    : never;

const NAME = /\{(\w+)\}/g;

/** Replaces each `{name}`; a missing value is a mistake of ours and throws rather than reaching a reader. */
export function fill(text: string, values: Readonly<Record<string, Value>>, number: (value: number) => string): string {
  return text.replaceAll(NAME, (_all, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`No value for {${name}} in "${text}"`);
    return typeof value === "number" ? number(value) : value;
  });
}
