import { helpWordsFor } from "../../domain/help-page/help-screen.ts";
import { type Freshness, freshness } from "../../domain/freshness.ts";
import type { SosGlimpse } from "../../protocol/api/sos-links.ts";
import { sparesData } from "../shared/map/spares-data.ts";
import type { VehicleMap } from "../shared/map/vehicle-map.ts";

type Place = NonNullable<SosGlimpse["place"]>;

/** A phone in a street knows its place as well as that. */
const PLACE_ERROR_M = 20;

/** Where the driver is, drawn. Whoever gets no map has the place in words, and a link to another map. */
export class HelpMap {
  readonly #part: HTMLElement;
  readonly #locale: string;
  #map: VehicleMap | null = null;
  #shown: { readonly place: Place; readonly freshness: Freshness } | null = null;
  #isAsked = false;

  constructor(part: HTMLElement, locale: string) {
    this.#part = part;
    this.#locale = locale;
  }

  show({ place, askAgainMs }: SosGlimpse, now: number): void {
    this.#shown = place && { place, freshness: freshness(now - place.at, askAgainMs) };
    this.#draw();
    if (!place || this.#isAsked || sparesData()) return;
    this.#isAsked = true;
    this.#open(place).catch((cause: unknown) => {
      reportError(cause);
      this.#close();
    });
  }

  async #open(place: Place): Promise<void> {
    const { openVehicleMap } = await import("../shared/map/vehicle-map.ts");
    this.#part.hidden = false;
    const words = helpWordsFor(this.#locale);
    this.#map = await openVehicleMap({
      container: this.#part,
      words: {
        label: words["map.label"],
        zoomIn: words["map.zoomIn"],
        zoomOut: words["map.zoomOut"],
        attribution: words["map.attribution"],
      },
      locale: this.#locale,
      point: pointOf(place),
      errorM: PLACE_ERROR_M,
    });
    if (this.#map) this.#draw();
    else this.#close();
  }

  #draw(): void {
    if (!this.#shown) return this.#close();
    this.#map?.moved(pointOf(this.#shown.place));
    this.#map?.grade(this.#shown.freshness);
  }

  #close(): void {
    this.#map?.close();
    this.#map = null;
    this.#part.hidden = true;
  }
}

function pointOf(place: Place) {
  return { ...place, headingDeg: null };
}
