import type { PhoneKind } from "./make-phone.ts";

/** Spreads the two kinds of trackers evenly over all drivers, in these shares. */
export function phoneKinds({
  osmand,
  owntracks,
}: {
  osmand: number;
  owntracks: number;
}): (number: number) => PhoneKind {
  const isNth = (number: number, share: number): boolean =>
    Math.floor((number + 1) * share) > Math.floor(number * share);
  return (number) => {
    if (isNth(number, osmand)) return "osmand";
    // One step on, so that with equal shares the two do not ask for the same drivers.
    return isNth(number + 1, owntracks) ? "owntracks" : "app";
  };
}
