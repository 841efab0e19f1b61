import {
  boundsOf,
  fromLocal,
  lengthM,
  type LocalFrame,
  localFrame,
  type Metres,
  roundTo,
  toLocal,
} from "../../src/domain/geo.ts";
import { Dice } from "../chaos/dice.ts";
import type { CitySpec, LonLat } from "./city-spec.ts";
import { noise } from "./noise.ts";
import { insideZone, type Ring, type Zone, zoneOf } from "./ring.ts";

/** What was there before the streets: the lie of the land, water, parks, and where people crowd. */
export interface Terrain {
  readonly seed: number;
  readonly frame: LocalFrame;
  /** Metres from the centre to the edge of the city. */
  readonly halfWidth: number;
  readonly halfHeight: number;
  readonly river: River;
  readonly lake: Zone;
  readonly docks: readonly Zone[];
  readonly parks: readonly Zone[];
  /** Outside the town; streets pass, houses do not stand there. */
  readonly woods: readonly Zone[];
  /** What the inner ring runs around, with its market in the middle. */
  readonly oldTown: Zone;
  readonly market: Zone;
  readonly subcentres: readonly Metres[];
  readonly coreM: number;
}

export interface River {
  readonly seed: number;
  readonly southM: number;
  readonly widthM: number;
}

/** How far the city reaches beyond its service area: nobody delivers at the edge of the drawn world. */
const MARGIN_M = 1_200;
/** Thirteen centimetres: what a tile at zoom 14 could still show is seven times that. */
const PLACES_PER_DEGREE = 1e6;
const DOCK = { widthM: 95, reachM: 520, everyM: 300, firstM: -4_200 };
const OLD_TOWN_SHARE = 0.18;
const MARKET_M = 75;
const WOODS = 26;
/** As a share of the way to the edge: nearer to the centre nothing grows wild. */
const WOODS_FROM = 0.74;
const SUBCENTRES = 7;
const SUBCENTRE = { reachM: 1_000, weight: 0.45 };
/** How far inside the edge a park or a sub-centre lies at least. */
const INSET_M = 900;

export function makeTerrain(spec: CitySpec): Terrain {
  const places = spec.region.map(([lng, lat]) => ({ lat, lng }));
  const { south, north, west, east } = boundsOf(places);
  const frame = localFrame({ lat: (south + north) / 2, lng: (west + east) / 2 });
  const corner = toLocal(frame, { lat: north, lng: east });
  const [halfWidth, halfHeight] = [corner.x + MARGIN_M, corner.y + MARGIN_M];
  const river = { seed: spec.seed, southM: 500 + 3 * spec.riverWidthM, widthM: spec.riverWidthM };
  const dice = new Dice(spec.seed);
  const lake = blob(spec.seed + 11, { x: 0.16 * halfWidth, y: 0.3 * halfHeight }, 0.075 * halfHeight + 180);
  const land = { river, lake, halfWidth, halfHeight };
  return {
    ...land,
    seed: spec.seed,
    frame,
    coreM: spec.coreM,
    docks: Array.from({ length: spec.docks }, (_, index) => dock(river, DOCK.firstM + index * DOCK.everyM)),
    parks: makeParks(spec, dice, land),
    woods: makeWoods(spec, land),
    oldTown: blob(spec.seed + 62, { x: 0, y: 0 }, OLD_TOWN_SHARE * spec.coreM),
    market: blob(spec.seed + 63, { x: 0, y: 0 }, MARKET_M),
    subcentres: Array.from({ length: SUBCENTRES }, () => somewhere(dice, land)),
  };
}

/** 0 in the fields to 1 in the very centre. */
export function densityAt({ seed, coreM, subcentres }: Terrain, { x, y }: Metres): number {
  const fromCentre = lengthM(x, y) / coreM;
  let density = 0.92 * Math.exp(-fromCentre * fromCentre) + 0.1 * noise(seed + 21, 1_300, x, y);
  for (const place of subcentres) {
    const away = lengthM(x - place.x, y - place.y) / SUBCENTRE.reachM;
    density += SUBCENTRE.weight * Math.exp(-away * away);
  }
  return Math.max(0, Math.min(1, density));
}

/** How far north the middle of the river flows at this easting. */
export function riverNorth({ seed, southM }: River, x: number): number {
  return -southM + 700 * noise(seed + 31, 5_200, x, 0) + 160 * noise(seed + 32, 1_700, x, 0);
}

/** Signed metres from the middle of the river, positive on the northern side. */
export function besideRiver(river: River, { x, y }: Metres): number {
  return (y - riverNorth(river, x)) / riverStretch(river, x);
}

/** A line along the river, `asideM` north of its middle. */
export function alongRiver(river: River, asideM: number, fromX: number, toX: number): Metres[] {
  const steps = Math.ceil((toX - fromX) / RIVER_STEP_M);
  return Array.from({ length: steps + 1 }, (_, step) => {
    const x = fromX + ((toX - fromX) * step) / steps;
    return { x, y: riverNorth(river, x) + asideM * riverStretch(river, x) };
  });
}

export function isWet(terrain: Terrain, place: Metres): boolean {
  if (Math.abs(besideRiver(terrain.river, place)) < terrain.river.widthM / 2) return true;
  return insideZone(terrain.lake, place) || terrain.docks.some((zone) => insideZone(zone, place));
}

/** Ground without houses. */
export function isOpen({ parks, woods, market }: Terrain, place: Metres): boolean {
  return [market, ...parks, ...woods].some((zone) => insideZone(zone, place));
}

export function toLonLat(frame: LocalFrame, place: Metres): LonLat {
  const { lat, lng } = fromLocal(frame, place);
  return [roundTo(lng, PLACES_PER_DEGREE), roundTo(lat, PLACES_PER_DEGREE)];
}

const RIVER_STEP_M = 90;
const SLOPE_STEP_M = 5;

/** How much farther apart the banks are, measured northwards, where the river does not flow due west. */
function riverStretch(river: River, x: number): number {
  const rise = (riverNorth(river, x + SLOPE_STEP_M) - riverNorth(river, x - SLOPE_STEP_M)) / (2 * SLOPE_STEP_M);
  return Math.sqrt(1 + rise * rise);
}

function dock(river: River, x: number): Zone {
  const bank = riverNorth(river, x);
  const [west, east] = [x - DOCK.widthM / 2, x + DOCK.widthM / 2];
  const south = bank - river.widthM / 2 - DOCK.reachM;
  const ring: Ring = [
    { x: west, y: bank },
    { x: west - 40, y: south },
    { x: east - 40, y: south },
    { x: east, y: bank },
  ];
  return zoneOf(ring);
}

function makeParks(spec: CitySpec, dice: Dice, land: Omit<Land, "parks">): Zone[] {
  return Array.from({ length: spec.parks }, (_, index) => {
    const radiusM = dice.between(170, 460) * (index === 0 ? 1.3 : 1);
    return blob(spec.seed * 100 + index, somewhere(dice, land), radiusM);
  });
}

function makeWoods(spec: CitySpec, land: Omit<Land, "parks">): Zone[] {
  const dice = new Dice(spec.seed + 500);
  const places = Array.from({ length: WOODS }, () => somewhere(dice, land));
  return places
    .filter(({ x, y }) => Math.max(Math.abs(x) / land.halfWidth, Math.abs(y) / land.halfHeight) > WOODS_FROM)
    .map((place, index) => blob(spec.seed * 300 + index, place, dice.between(200, 620)));
}

type Land = Pick<Terrain, "river" | "lake" | "halfWidth" | "halfHeight" | "parks">;

/** Dry, away from the banks, from the very centre and from the edge; in a village too small for that, anywhere. */
function somewhere(dice: Dice, { river, lake, halfWidth, halfHeight }: Omit<Land, "parks">): Metres {
  let place = { x: 0, y: 0 };
  for (let tries = 0; tries < TRIES; tries++) {
    place = {
      x: (2 * dice.next() - 1) * (halfWidth - INSET_M),
      y: (2 * dice.next() - 1) * (halfHeight - INSET_M),
    };
    const isDry = Math.abs(besideRiver(river, place)) > river.widthM / 2 + INSET_M && !insideZone(lake, place);
    if (isDry && lengthM(place.x, place.y) > 2 * INSET_M) break;
  }
  return place;
}

const TRIES = 100;
const BLOB_CORNERS = 28;

/** A round thing that nobody drew with compasses. */
function blob(seed: number, centre: Metres, radiusM: number): Zone {
  const ring = Array.from({ length: BLOB_CORNERS }, (_, index) => {
    const angle = (2 * Math.PI * index) / BLOB_CORNERS;
    const [east, north] = [Math.cos(angle), Math.sin(angle)];
    const reach = radiusM * (1 + 0.35 * noise(seed, 1, 1.3 * east, 1.3 * north));
    return { x: centre.x + 1.25 * reach * east, y: centre.y + reach * north };
  });
  return zoneOf(ring);
}
