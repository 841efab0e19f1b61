/** Where an operator's own map lies in the bucket of files. */
export const BASEMAP_KEY = "basemap/tiles.pmtiles";
/** The drawn cities, among the built pages. */
export const DEMO_BASEMAP_PATH = "/basemap/demo.pmtiles";
