import type { Freshness } from "../../../domain/freshness.ts";
import { followFix, type Pose, pose, type PoseTrack } from "../../../domain/pose.ts";
import type { CustomerView } from "../../../protocol/live/track-down.ts";
import { mapStyle } from "./map-style.ts";
import { type MapOptions, type MapWords, type OpenMap, openMap } from "./open-map.ts";

type Point = NonNullable<CustomerView["point"]>;
type Destination = CustomerView["destination"];

interface VehicleMapOptions extends Pick<MapOptions, "container"> {
  /** `pin` names where the vehicle is going, for pages that show it. */
  readonly words: MapWords & { readonly pin?: string };
  readonly locale: string;
  readonly point: Point;
  /** How far from a told place the vehicle may be. */
  readonly errorM: number;
}

/** A street and its corners: what people know by sight. */
const ZOOM = 15;
/** A marker nearer to the edge than this part of the map is brought back. */
const MARGIN = 0.18;
/** What is brought into view lies inside of that, or it would be brought back again at once. */
const PADDING = 0.22;
const STILL = matchMedia("(prefers-reduced-motion: reduce)");

/** Null where this browser gets no map. */
export async function openVehicleMap(options: VehicleMapOptions): Promise<VehicleMap | null> {
  const { container, words, locale, point } = options;
  const opened = await openMap({
    container,
    words,
    style: (scheme) => mapStyle(scheme, `${location.origin}/tiles/tiles.json`, locale),
    center: [point.lng, point.lat],
    zoom: ZOOM,
    controls: "top-right",
    onTrouble: reportError,
  });
  return opened.ok ? new VehicleMap(opened.value, options) : null;
}

/** A map with one vehicle on it, which moves as the driver does, and a pin where it is going. */
export class VehicleMap {
  readonly #open: OpenMap;
  readonly #container: HTMLElement;
  readonly #errorM: number;
  readonly #marker = document.createElement("div");
  readonly #pin = document.createElement("div");
  #destination: Destination = null;
  #track: PoseTrack | null = null;
  #frame: number | null = null;
  /** Who has moved the map themselves wants to look somewhere else. */
  #follows = true;

  constructor(open: OpenMap, { container, words, errorM }: VehicleMapOptions) {
    this.#open = open;
    this.#container = container;
    this.#errorM = errorM;
    this.#marker.className = "marker";
    this.#pin.className = "pin";
    this.#pin.role = "img";
    this.#pin.ariaLabel = words.pin ?? null;
    this.#pin.hidden = true;
    container.append(this.#pin, this.#marker);
    open.map.on("move", () => this.#draw());
    open.map.on("dragstart", () => (this.#follows = false));
  }

  moved({ lat, lng, at, headingDeg }: Point): void {
    const fix = { lat, lng, at, headingDeg, accuracyM: this.#errorM, speedMps: null };
    this.#track = followFix(this.#track, { fix, path: null, now: performance.now() });
    this.#play();
  }

  /** Where the vehicle is going; null where that may not be shown. */
  heads(destination: Destination): void {
    const isNew = destination?.lat !== this.#destination?.lat || destination?.lng !== this.#destination?.lng;
    this.#destination = destination;
    this.#pin.hidden = destination === null;
    if (isNew) this.#draw();
    if (isNew && this.#follows) this.#look({ animate: false });
  }

  grade(freshness: Freshness): void {
    this.#marker.dataset["freshness"] = freshness;
  }

  close(): void {
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
    this.#marker.remove();
    this.#pin.remove();
    this.#open.close();
  }

  #play(): void {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = null;
      this.#draw();
      this.#keepInView();
      if (this.#track && !isOver(this.#track)) this.#play();
    });
  }

  #draw(): void {
    this.#drawPin();
    const shown = this.#shown();
    if (!shown) return;
    const { x, y } = this.#open.map.project(shown);
    const turn = shown.headingDeg ?? 0;
    this.#marker.style.transform = `translate(${x}px, ${y}px) rotate(${turn}deg)`;
    this.#marker.dataset["at"] = `${shown.lat.toFixed(6)},${shown.lng.toFixed(6)}`;
    this.#marker.dataset["aimed"] = String(shown.headingDeg !== null);
  }

  #drawPin(): void {
    if (!this.#destination) return;
    const { x, y } = this.#open.map.project(this.#destination);
    this.#pin.style.transform = `translate(${x}px, ${y}px)`;
  }

  /** Who asked for less motion sees each place and no way between. */
  #shown(): Pose | null {
    if (!this.#track) return null;
    return STILL.matches ? this.#track.leg.to : pose(this.#track, performance.now());
  }

  #keepInView(): void {
    const shown = this.#follows ? this.#shown() : null;
    if (!shown || this.#open.map.isMoving()) return;
    const { x, y } = this.#open.map.project(shown);
    const { clientWidth, clientHeight } = this.#container;
    const isInside = (value: number, size: number): boolean => value > MARGIN * size && value < (1 - MARGIN) * size;
    if (!isInside(x, clientWidth) || !isInside(y, clientHeight)) this.#look();
  }

  /** At the way that is left; at the vehicle alone where nobody may know where it leads. */
  #look(how: { animate?: boolean } = {}): void {
    const shown = this.#shown();
    if (!shown) return;
    const to = this.#destination ?? shown;
    const { clientWidth: width, clientHeight: height } = this.#container;
    const [side, end] = [PADDING * width, PADDING * height];
    const padding = { left: side, right: side, top: end, bottom: end };
    const [west, east] = [Math.min(shown.lng, to.lng), Math.max(shown.lng, to.lng)];
    const [south, north] = [Math.min(shown.lat, to.lat), Math.max(shown.lat, to.lat)];
    this.#open.map.fitBounds([west, south, east, north], { padding, maxZoom: this.#nearest(), ...how });
  }

  /** Whoever has zoomed out stays there. */
  #nearest(): number {
    return Math.min(ZOOM, this.#open.map.getZoom());
  }
}

function isOver({ leg }: PoseTrack): boolean {
  return STILL.matches || performance.now() > leg.startedAt + 2 * leg.lastsMs;
}
