import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";
import type * as MapLibre from "maplibre-gl";
import styleUrl from "./map.css?url";

/** 440 KB after gzip with its worker and styles, so it comes when a map is wanted and never before. */
export async function loadMapLibre(): Promise<typeof MapLibre> {
  const [library] = await Promise.all([import("maplibre-gl"), addStyles()]);
  // The worker as a file of our own: the policy forbids workers made of blobs.
  library.setWorkerUrl(workerUrl);
  return library;
}

/** Awaited, because without them the map's element has no height to measure. */
function addStyles(): Promise<void> {
  const known = document.querySelector<HTMLLinkElement>(`link[href="${styleUrl}"]`);
  if (known?.sheet) return Promise.resolve();
  const link = known ?? document.createElement("link");
  link.rel = "stylesheet";
  link.href = styleUrl;
  const loaded = new Promise<void>((resolve, reject) => {
    link.addEventListener("load", () => resolve(), { once: true });
    link.addEventListener("error", () => reject(new Error("The map's styles did not arrive")), { once: true });
  });
  if (!known) document.head.append(link);
  return loaded;
}
