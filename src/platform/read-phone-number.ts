import { type CountryCode, type MetadataJson, parsePhoneNumberFromString } from "libphonenumber-js/core";
import { MOBILE_PLANS } from "./mobile-plans.ts";

/** Ours, and held against the package's own by a test. Few requests read a number: not at cold start, but once. */
class Plans {
  #read: MetadataJson | undefined;

  get all(): MetadataJson {
    return (this.#read ??= JSON.parse(MOBILE_PLANS));
  }
}

const plans = new Plans();

/**
 * What the numbering plans of the world know of a number, as far as they are about mobiles: all plans take 16 KiB gzip more.
 * `kind` is undefined when no plan has it. Numbers of no country, such as +800, have kinds of their own.
 */
export interface ReadNumber {
  readonly number: string;
  readonly kind: string | undefined;
}

/** Undefined for what is no number, or more than one, such as a number with an extension. */
export function readPhoneNumber(text: string, country: CountryCode | undefined): ReadNumber | undefined {
  const read = parsePhoneNumberFromString(
    text,
    { extract: false, ...(country && { defaultCountry: country }) },
    plans.all,
  );
  return read && read.ext === undefined ? { number: read.number, kind: read.getType() } : undefined;
}
