import type { Story } from "../../domain/customer-page/story.ts";
import type { PlainWordKey, Tongue } from "../../domain/customer-page/tongue.ts";
import type { CustomerView } from "../../protocol/live/track-down.ts";
import { sparesData } from "../shared/map/spares-data.ts";
import type { VehicleMap } from "../shared/map/vehicle-map.ts";
import { elementOf } from "../shared/served-page.ts";

type Point = NonNullable<CustomerView["point"]>;
type Places = Pick<CustomerView, "point" | "destination">;
type Stage = "none" | "asleep" | "opening" | "open" | "refused";

/** Begins to load a little before somebody has scrolled to it. */
const NEARLY_SEEN = "200px";
/** What the customer is told is the nearest crossing of a grid of 50 m, at most half its diagonal away. */
const GRID_ERROR_M = 36;

/** The page's place for a map, which comes when it may be seen, is looked at, and costs nobody dear. */
export class MapPart {
  readonly #part: HTMLElement;
  readonly #tongue: Tongue;
  #stage: Stage = "none";
  #map: VehicleMap | null = null;
  #point: Point | null = null;
  #destination: CustomerView["destination"] = null;
  #freshness: Story["freshness"] = null;

  constructor(part: HTMLElement, tongue: Tongue) {
    this.#part = part;
    this.#tongue = tongue;
  }

  show({ map, freshness }: Story, { point, destination }: Places): void {
    this.#point = point ?? this.#point;
    this.#destination = destination;
    this.#freshness = freshness;
    // A driver who has gone silent stays where they were seen last; one who may not be seen any more does not.
    const isShown = map === "shown" || (this.#stage === "open" && freshness === "offline");
    this.#part.hidden = !isShown;
    if (!isShown) this.#forget();
    else if (this.#stage === "none") this.#wake();
    else if (this.#map && point) this.#map.moved(point);
    if (isShown) this.#map?.heads(destination);
    this.#map?.grade(freshness ?? "offline");
  }

  #forget(): void {
    this.#map?.close();
    this.#map = null;
    this.#point = null;
    if (this.#stage === "open") this.#stage = "none";
  }

  #wake(): void {
    this.#stage = "asleep";
    if (sparesData()) {
      this.#note("track.mapSaved");
      const button = elementOf("show-map");
      button.hidden = false;
      button.addEventListener("click", () => this.#open(), { once: true });
      return;
    }
    const watch = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        watch.disconnect();
        whenIdle(() => this.#open());
      },
      { rootMargin: NEARLY_SEEN },
    );
    watch.observe(this.#part);
  }

  #open(): void {
    this.#stage = "opening";
    elementOf("show-map").hidden = true;
    elementOf("map-note").hidden = true;
    this.#load().catch((cause: unknown) => {
      reportError(cause);
      this.#refuse();
    });
  }

  async #load(): Promise<void> {
    const { openVehicleMap } = await import("../shared/map/vehicle-map.ts");
    if (!this.#point) {
      this.#stage = "none";
      return;
    }
    const { t, locale } = this.#tongue;
    const words = {
      label: t("track.mapLabel"),
      zoomIn: t("track.zoomIn"),
      zoomOut: t("track.zoomOut"),
      attribution: t("track.attribution"),
      pin: t("track.pin"),
    };
    const container = elementOf("map");
    const map = await openVehicleMap({ container, words, locale, point: this.#point, errorM: GRID_ERROR_M });
    if (!map) return this.#refuse();
    this.#map = map;
    this.#stage = "open";
    map.moved(this.#point);
    map.heads(this.#destination);
    map.grade(this.#freshness ?? "offline");
  }

  #refuse(): void {
    this.#stage = "refused";
    this.#note("track.mapFailed");
  }

  #note(key: PlainWordKey): void {
    const note = elementOf("map-note");
    note.textContent = this.#tongue.t(key);
    note.hidden = false;
  }
}

/** Safari has no idle time to offer. */
function whenIdle(run: () => void): void {
  if ("requestIdleCallback" in window) requestIdleCallback(run);
  else setTimeout(run);
}
