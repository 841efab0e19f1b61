import type { DriverLook } from "../../domain/region/driver-look.ts";
import type { LiveDriver } from "../../protocol/live/dispatch-down.ts";
import type { I18n } from "../shared/i18n.ts";

/** What a driver does, and all that is wrong with it. Who is silent is not said to be moving. */
export function stateWords({ concerns, activity, freshness }: DriverLook, { t }: I18n): string {
  const silent = freshness === "stale" || freshness === "offline";
  const words = concerns.map((concern) => t(`concern.${concern}`));
  const all = silent || concerns.includes("sos") ? words : [t(`activity.${activity}`), ...words];
  return all.join(" · ");
}

/** How old the place is, in the words of its grade. */
export function ageWords({ freshness, ageMs }: DriverLook, { t, ago }: I18n): string {
  if (freshness === null || ageMs === null) return t("fresh.none");
  return freshness === "live" ? t("fresh.live") : t(`fresh.${freshness}`, { ago: ago(-ageMs, 0) });
}

/** When the next stop is reached, as far as anybody can tell. */
export type NextEta =
  | { readonly tag: "sure" | "about"; readonly at: number }
  /** Of a driver who is silent: what was promised. */
  | { readonly tag: "planned"; readonly at: number }
  | { readonly tag: "unknown" };

export function nextEta({ nextStop }: LiveDriver, { freshness }: DriverLook): NextEta {
  const silent = freshness === "offline" || freshness === null;
  if (silent && nextStop?.windowEndsAt) return { tag: "planned", at: nextStop.windowEndsAt };
  if (silent || !nextStop?.etaAt) return { tag: "unknown" };
  return { tag: freshness === "stale" ? "about" : "sure", at: nextStop.etaAt };
}
