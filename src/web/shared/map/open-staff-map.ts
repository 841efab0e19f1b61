import type { Result } from "../../../domain/result.ts";
import { mapStyle } from "./map-style.ts";
import { type MapOptions, type MapRefusal, type OpenMap, openMap } from "./open-map.ts";

const TILES_URL = "/tiles/tiles.json";

type StaffMapOptions = Pick<MapOptions, "container" | "words" | "zoom" | "onStyle">;

/** The map that staff draw on: of the page's language, and of nowhere until the page says where. */
export async function openStaffMap(options: StaffMapOptions): Promise<Result<OpenMap, MapRefusal>> {
  return openMap({
    ...options,
    style: (scheme) => mapStyle(scheme, new URL(TILES_URL, location.href).href, document.documentElement.lang),
    center: [0, 0],
    controls: "top-right",
    onTrouble: reportError,
  });
}
