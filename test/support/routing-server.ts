import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { listenLocally } from "../../dev/ports.ts";

/** What was asked of it, newest last. */
interface AskedRoute {
  readonly method: string | undefined;
  readonly path: string;
  readonly body: string;
}

export interface RoutingServer {
  readonly url: string;
  readonly asked: AskedRoute[];
  /** Replaces the answer until `heal`: for a server that is down, slow, or says something else. */
  fail(answer: (response: ServerResponse) => void): void;
  heal(): void;
  close(): Promise<void>;
}

type Point = readonly [lat: number, lng: number];

const METRES_PER_DEGREE = 111_195;
/** Its roads run north and east only, at ten metres a second. */
const SPEED_MPS = 10;

/** Answers as OSRM (GET /route/v1/…) and Valhalla (POST /route) document it, for a town with a grid of streets. */
export async function startRoutingServer(port = 0): Promise<RoutingServer> {
  const asked: AskedRoute[] = [];
  let failure: ((response: ServerResponse) => void) | null = null;
  const hear = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = request.url ?? "";
    const body = await text(request);
    asked.push({ method: request.method, path, body });
    if (failure) failure(response);
    else if (path.startsWith("/route/v1/")) osrm(path, response);
    else valhalla(body, response);
  };
  const server = createServer((request, response) => void hear(request, response));
  const listening = await listenLocally(server, port);
  return {
    url: `http://127.0.0.1:${listening}`,
    asked,
    fail: (answer) => (failure = answer),
    heal: () => (failure = null),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function osrm(path: string, response: ServerResponse): void {
  const [, coordinates = ""] = /^\/route\/v1\/\w+\/([^?]+)/.exec(path) ?? [];
  const places = coordinates.split(";").map((pair): Point => {
    const [lng = 0, lat = 0] = pair.split(",").map(Number);
    return [lat, lng];
  });
  if (places.some(isAtSea)) return send(response, 400, { code: "NoRoute", message: "Impossible route between points" });
  const legs = legsOf(places);
  const [distance, duration] = [sum(legs.map(lengthM)), sum(legs.map(lengthM)) / SPEED_MPS];
  const route = {
    geometry: encode(legs.flat()),
    legs: legs.map((leg) => ({
      steps: [],
      summary: "",
      weight: 1,
      distance: lengthM(leg),
      duration: lengthM(leg) / SPEED_MPS,
    })),
    weight_name: "routability",
    weight: 1,
    distance,
    duration,
  };
  const waypoints = places.map(([lat, lng]) => ({ hint: "", distance: 1.2, name: "", location: [lng, lat] }));
  send(response, 200, { code: "Ok", routes: [route], waypoints });
}

function valhalla(body: string, response: ServerResponse): void {
  const { locations }: { locations: { lat: number; lon: number }[] } = JSON.parse(body);
  const places = locations.map(({ lat, lon }): Point => [lat, lon]);
  if (places.some(isAtSea)) {
    const error = "No suitable edges near location";
    return send(response, 400, { error_code: 171, error, status_code: 400, status: "Bad Request" });
  }
  const legs = legsOf(places).map((leg) => ({
    summary: { has_time_restrictions: false, length: lengthM(leg) / 1000, time: lengthM(leg) / SPEED_MPS },
    shape: encode(leg),
  }));
  const summary = {
    length: sum(legs.map((leg) => leg.summary.length)),
    time: sum(legs.map((leg) => leg.summary.time)),
  };
  const trip = {
    locations,
    legs,
    summary,
    status_message: "Found route between points",
    status: 0,
    units: "kilometers",
  };
  send(response, 200, { trip, language: "en-US" });
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

function isAtSea([lat]: Point): boolean {
  return lat < 0;
}

/** First north, then east: never the crow's way. */
function legsOf(places: readonly Point[]): Point[][] {
  return places.slice(1).map((to, index) => {
    const from = places[index] ?? to;
    return [from, [to[0], from[1]], to];
  });
}

function lengthM(leg: readonly Point[]): number {
  return sum(leg.slice(1).map((to, index) => stepM(leg[index] ?? to, to)));
}

function stepM([fromLat, fromLng]: Point, [lat, lng]: Point): number {
  const east = (lng - fromLng) * Math.cos((lat * Math.PI) / 180);
  return Math.hypot(lat - fromLat, east) * METRES_PER_DEGREE;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Six decimals. Written for itself, so that the decoder is not tested by its own twin. */
function encode(points: readonly Point[]): string {
  let before: Point = [0, 0];
  return points
    .map((point) => {
      const steps: Point = [Math.round(point[0] * 1e6), Math.round(point[1] * 1e6)];
      const written = encodeOne(steps[0] - before[0]) + encodeOne(steps[1] - before[1]);
      before = steps;
      return written;
    })
    .join("");
}

function encodeOne(value: number): string {
  const folded = value < 0 ? -value * 2 - 1 : value * 2;
  let [rest, written] = [folded, ""];
  while (rest >= 32) {
    written += String.fromCharCode((rest % 32) + 32 + 63);
    rest = Math.floor(rest / 32);
  }
  return written + String.fromCharCode(rest + 63);
}
