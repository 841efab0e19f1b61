import type { LiveDriver } from "../../../../protocol/live/dispatch-down.ts";
import { driverLook, type DriverSign } from "../../../../domain/region/driver-look.ts";
import { type ScreenPoint, toScreen, toWorld, type Scene } from "../mercator.ts";
import { FIRST_PACE, type FramePace, nextPace } from "./frame-pace.ts";
import { endsAt, type Leg, nextLeg, placeAt } from "./leg.ts";
import { nearestVehicle } from "./nearest-vehicle.ts";
import { type Palette, readPalette } from "./palette.ts";
import { VehicleBuffer } from "./vehicle-buffer.ts";
import { VehicleProgram } from "./vehicle-program.ts";

/** So much of a map as is asked of it. */
interface OverlayMap {
  readonly getContainer: () => HTMLElement;
  readonly getCenter: () => { readonly lat: number; readonly lng: number };
  readonly getZoom: () => number;
  readonly on: (event: "render", listener: () => void) => unknown;
  readonly off: (event: "render", listener: () => void) => unknown;
}

export interface OverlayOptions {
  readonly map: OverlayMap;
  readonly now: () => number;
  readonly glides: boolean;
  readonly pixelRatio: number;
  /** Told with each drawn frame, so that what belongs to the chosen vehicle can go along; null when it is not there. */
  readonly onChosenMoved: (at: ScreenPoint | null) => void;
  readonly onTrouble: (cause: unknown) => void;
}

interface Known {
  readonly at: number;
  readonly leg: Leg;
  readonly sign: DriverSign;
}

/**
 * Vehicles on a canvas of their own above the map: to move anything inside of the map's canvas, the map would have to be
 * painted anew each time, which takes ten times as long.
 */
export class VehicleOverlay {
  readonly #options: OverlayOptions;
  readonly #canvas = document.createElement("canvas");
  readonly #known = new Map<string, Known>();
  readonly #resizing: ResizeObserver;
  readonly #buffer: VehicleBuffer;
  #program: VehicleProgram | null = null;
  #palette: Palette;
  #chosen: string | null = null;
  #movesUntil = 0;
  #pace: FramePace = FIRST_PACE;
  #lastFrameAt = 0;
  #drawnAt = 0;
  #frame = 0;

  constructor(options: OverlayOptions) {
    this.#options = options;
    const { map, now } = options;
    const container = map.getContainer();
    this.#canvas.className = "vehicles";
    this.#canvas.setAttribute("aria-hidden", "true");
    container.append(this.#canvas);
    this.#buffer = new VehicleBuffer(toWorld(map.getCenter()), now());
    this.#palette = readPalette(container);
    this.#canvas.addEventListener("webglcontextlost", this.#onLost);
    this.#canvas.addEventListener("webglcontextrestored", this.#onRestored);
    this.#resizing = new ResizeObserver(() => this.#resize());
    this.#resizing.observe(container);
    map.on("render", this.#draw);
    this.#onRestored();
    this.#resize();
  }

  close(): void {
    cancelAnimationFrame(this.#frame);
    this.#options.map.off("render", this.#draw);
    this.#resizing.disconnect();
    this.#canvas.removeEventListener("webglcontextlost", this.#onLost);
    this.#canvas.removeEventListener("webglcontextrestored", this.#onRestored);
    this.#canvas.getContext("webgl2")?.getExtension("WEBGL_lose_context")?.loseContext();
    this.#canvas.remove();
  }

  /** Everybody who is to be seen. Who was not heard since glides on. */
  show(drivers: Iterable<LiveDriver>): void {
    const now = this.#options.now();
    const gone = new Set(this.#buffer.ids());
    for (const driver of drivers) {
      if (!driver.point) continue;
      gone.delete(driver.tripId);
      this.#follow(driver, now);
    }
    for (const id of gone) {
      this.#buffer.remove(id);
      this.#known.delete(id);
    }
    this.#wake();
  }

  choose(id: string | null): void {
    this.#chosen = id;
    this.#wake();
  }

  /** The theme is another one. */
  repaint(): void {
    this.#palette = readPalette(this.#options.map.getContainer());
    this.#wake();
  }

  vehicleAt(pressed: ScreenPoint): string | null {
    const legs = [...this.#known].map(([id, { leg }]) => [id, leg] as const);
    return nearestVehicle(legs, pressed, this.#scene(), this.#options.now());
  }

  #follow(driver: LiveDriver, now: number): void {
    const { tripId, point } = driver;
    if (!point) return;
    const before = this.#known.get(tripId);
    const { sign } = driverLook(driver, now);
    if (before?.at === point.at && before.sign === sign) return;
    const leg = before?.at === point.at ? before.leg : nextLeg(before?.leg ?? null, point, now, this.#options.glides);
    this.#known.set(tripId, { at: point.at, leg, sign });
    this.#buffer.set(tripId, { leg, sign });
    this.#movesUntil = Math.max(this.#movesUntil, endsAt(leg));
  }

  #wake(): void {
    if (this.#frame === 0) this.#frame = requestAnimationFrame(this.#onFrame);
  }

  readonly #onFrame = (at: number): void => {
    const now = this.#options.now();
    this.#frame = 0;
    if (this.#lastFrameAt > 0) this.#pace = nextPace(this.#pace, at - this.#lastFrameAt, at);
    this.#lastFrameAt = at;
    if (at - this.#drawnAt >= this.#pace.intervalMs) {
      this.#drawnAt = at;
      this.#draw();
    }
    if (now < this.#movesUntil || at !== this.#drawnAt) this.#wake();
    else this.#lastFrameAt = 0;
  };

  readonly #draw = (): void => {
    const { now: clock, pixelRatio, onChosenMoved } = this.#options;
    const [scene, now] = [this.#scene(), clock()];
    this.#program?.draw(this.#buffer, { scene, now, palette: this.#palette, pixelRatio });
    const chosen = this.#chosen === null ? undefined : this.#known.get(this.#chosen);
    onChosenMoved(chosen ? toScreen(placeAt(chosen.leg, now), scene) : null);
  };

  #scene(): Scene {
    const { map } = this.#options;
    const { clientWidth: width, clientHeight: height } = map.getContainer();
    return { center: toWorld(map.getCenter()), zoom: map.getZoom(), width, height };
  }

  #resize(): void {
    const { width, height } = this.#scene();
    const { pixelRatio } = this.#options;
    this.#canvas.width = Math.round(width * pixelRatio);
    this.#canvas.height = Math.round(height * pixelRatio);
    this.#draw();
  }

  readonly #onLost = (event: Event): void => {
    // Without this the browser never gives it back.
    event.preventDefault();
    this.#program = null;
  };

  /** Everything that the card knew is lost with the context, so all vehicles are sent again. */
  readonly #onRestored = (): void => {
    const gl = this.#canvas.getContext("webgl2", { antialias: false, depth: false, powerPreference: "low-power" });
    if (!gl) return this.#options.onTrouble(new Error("No second WebGL context was to be had"));
    const made = VehicleProgram.create(gl);
    if (made.ok) this.#program = made.value;
    else if (!gl.isContextLost()) this.#options.onTrouble(new Error(made.error.why));
    this.#wake();
  };
}
