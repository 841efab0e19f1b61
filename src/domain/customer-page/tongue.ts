import { fill, type Message, type Value, type Values } from "../message.ts";
import { relativeTime } from "../relative-time.ts";
import type { pageWords } from "./page-words.ts";

type Words = typeof pageWords;
type WordKey = keyof Words;
export type PageCatalog = Readonly<Record<WordKey, Message>>;
type Arguments<Key extends WordKey> = keyof Values<Words[Key]> extends never ? [] : [Values<Words[Key]>];
/** Those that are a text as they stand. */
export type PlainWordKey = { [Key in WordKey]: Arguments<Key> extends [] ? Key : never }[WordKey];

const DAY_MS = 24 * 60 * 60 * 1000;

/** How the page speaks: one language, one place on earth whose clocks count. */
export interface Tongue {
  readonly locale: string;
  readonly t: <Key extends WordKey>(key: Key, ...values: Arguments<Key>) => string;
  /** A text that a page shell asks for by its name. */
  readonly word: (name: string) => string;
  /** "14:05"; with the day where that is not within a day of now. */
  readonly time: (at: number, now: number) => string;
  readonly ago: (at: number, now: number) => string;
}

/** Without a zone, that of the device; where that is not the reader's, times name it. */
export function createTongue(locale: string, words: PageCatalog, zone?: { name: string; isGuess: boolean }): Tongue {
  const numbers = new Intl.NumberFormat(locale);
  const plurals = new Intl.PluralRules(locale);
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const clock: Intl.DateTimeFormatOptions = {
    hour: "numeric",
    minute: "2-digit",
    ...(zone && { timeZone: zone.name }),
    ...(zone?.isGuess && { timeZoneName: "short" }),
  };
  const today = new Intl.DateTimeFormat(locale, clock);
  const otherDay = new Intl.DateTimeFormat(locale, { ...clock, weekday: "short" });

  function t<Key extends WordKey>(key: Key, ...values: Arguments<Key>): string;
  function t(key: WordKey, values: Readonly<Record<string, Value>> = {}): string {
    const message = words[key];
    const number = (value: number) => numbers.format(value);
    if (typeof message === "string") return fill(message, values, number);
    return fill(message[plurals.select(Number(values["count"]))] ?? message.other, values, number);
  }

  return {
    locale,
    t,
    word: (name) => {
      const message = isWord(words, name) ? words[name] : undefined;
      if (typeof message !== "string") throw new Error(`No text is named ${name}`);
      return message;
    },
    time: (at, now) => (Math.abs(at - now) < DAY_MS / 2 ? today : otherDay).format(at),
    ago: (at, now) => relativeTime(relative, Math.min(0, at - now)),
  };
}

function isWord(words: PageCatalog, name: string): name is WordKey {
  return Object.hasOwn(words, name);
}
