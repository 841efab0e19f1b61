import { DEMO_CITIES } from "../../../dev/city/city-spec.ts";
import { type City, makeCity } from "../../../dev/city/make-city.ts";

/** The larger of the demo's cities: made anew at each call. */
export function harbour(): City {
  const [spec] = DEMO_CITIES;
  if (!spec) throw new Error("the demo has a city");
  return makeCity(spec);
}
