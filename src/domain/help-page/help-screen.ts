import type { SosGlimpse } from "../../protocol/api/sos-links.ts";
import { fill } from "../message.ts";
import { pseudoText } from "../pseudo-text.ts";
import { relativeTime } from "../relative-time.ts";
import { type HelpWords, helpWords } from "./help-words.ts";

/** A metre, near enough for whoever goes there. */
const PLACE_DIGITS = 5;

/** By the places of the page that they fill; what is empty is not shown. */
export interface HelpScreen {
  readonly title: string;
  readonly texts: Readonly<Record<string, string>>;
  /** Opens the reader's own choice of map; null where there is no place. */
  readonly mapUrl: string | null;
}

export function helpWordsFor(locale: string): HelpWords {
  if (locale !== "ar-XB") return helpWords;
  const entries = Object.entries(helpWords).map(([key, text]) => [key, pseudoText(text)] as const);
  return { ...helpWords, ...Object.fromEntries(entries) };
}

/** `isLost`: what is shown may be old, because the network does not answer. */
export function showHelp(
  { state, firstName, raisedAt, closedAt, isAcknowledged, place }: SosGlimpse,
  { locale, now, isLost }: { readonly locale: string; readonly now: number; readonly isLost: boolean },
): HelpScreen {
  const words = helpWordsFor(locale);
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const say = (key: keyof HelpWords, values: Readonly<Record<string, string>> = {}) => fill(words[key], values, String);
  const ago = (at: number) => relativeTime(relative, Math.min(0, at - now));
  const isOpen = state === "open";
  const degrees = (value: number) => value.toFixed(PLACE_DIGITS);
  const headline = say(`headline.${state}`, { name: firstName ?? words.driver });
  return {
    title: `${headline} · ${words.title}`,
    texts: {
      headline,
      state: say(isOpen ? (isAcknowledged ? "state.answered" : "state.waiting") : "state.over"),
      raised: say("raised", { ago: ago(raisedAt) }),
      ended: closedAt === null ? "" : say("ended", { ago: ago(closedAt) }),
      place: place ? say("place", { lat: degrees(place.lat), lng: degrees(place.lng) }) : "",
      seen: place ? say("seen", { ago: ago(place.at) }) : "",
      nowhere: isOpen && !place ? words.nowhere : "",
      map: place ? words.map : "",
      lost: isLost ? words.lost : "",
      private: words.private,
    },
    mapUrl: place ? mapUrlOf(place.lat, place.lng) : null,
  };
}

/** A link and no request of ours: nobody else's server hears of the place until the reader asks for it. */
function mapUrlOf(lat: number, lng: number): string {
  const [y, x] = [lat.toFixed(PLACE_DIGITS), lng.toFixed(PLACE_DIGITS)];
  return `https://www.openstreetmap.org/?mlat=${y}&mlon=${x}#map=17/${y}/${x}`;
}
