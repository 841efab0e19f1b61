import { en } from "./locales/en.ts";
import { type Message, type Value, type Values, fill } from "../../domain/message.ts";
import { relativeTime } from "../../domain/relative-time.ts";

export type MessageKey = keyof typeof en;
export type Catalog = Readonly<Record<MessageKey, Message>>;

type Arguments<Key extends MessageKey> = keyof Values<(typeof en)[Key]> extends never ? [] : [Values<(typeof en)[Key]>];

/** Those that are a text as they stand. */
export type PlainKey = { [Key in MessageKey]: Arguments<Key> extends [] ? Key : never }[MessageKey];

/** Everything a view needs to speak to its reader; made once per page, handed down, never global. */
export type I18n = {
  readonly locale: string;
  t: <Key extends MessageKey>(key: Key, ...values: Arguments<Key>) => string;
  number: (value: number) => string;
  /** "North, East, and South". */
  list: (items: readonly string[]) => string;
  /** "40 seconds ago", "in 3 hours". */
  ago: (time: number, now: number) => string;
  /** Date and time of day in the reader's time zone. */
  dateTime: (time: number) => string;
};

/** Right-to-left stand-in made from English; only a page whose language says so loads it. */
export const PSEUDO_LOCALE = "ar-XB";

export function createI18n(locale: string, catalog: Catalog): I18n {
  const numbers = new Intl.NumberFormat(locale);
  const plurals = new Intl.PluralRules(locale);
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const dates = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "medium" });
  const lists = new Intl.ListFormat(locale);
  const number = (value: number) => numbers.format(value);

  function t<Key extends MessageKey>(key: Key, ...values: Arguments<Key>): string;
  function t(key: MessageKey, values: Readonly<Record<string, Value>> = {}): string {
    const message = catalog[key];
    if (typeof message === "string") return fill(message, values, number);
    const form = plurals.select(Number(values["count"]));
    return fill(message[form] ?? message.other, values, number);
  }

  return {
    locale,
    t,
    number,
    list: (items) => lists.format(items),
    ago: (time, now) => relativeTime(relative, time - now),
    dateTime: (time) => dates.format(time),
  };
}

export async function loadI18n(language: string): Promise<I18n> {
  if (language !== PSEUDO_LOCALE) return createI18n("en", en);
  const { pseudoCatalog } = await import("./locales/pseudo.ts");
  return createI18n(PSEUDO_LOCALE, pseudoCatalog(en));
}
