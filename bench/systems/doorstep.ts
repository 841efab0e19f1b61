import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { WebSocket } from "ws";
import type { DriverUp } from "../../src/protocol/live/driver-up.ts";
import type { WireFix } from "../../src/protocol/live/fix.ts";
import { TrackDown } from "../../src/protocol/live/track-down.ts";
import { PROTOCOL_VERSION } from "../../src/protocol/version.ts";
import { CENTRE } from "../load/course.ts";
import { type Lines, textOf } from "../load/lines.ts";
import { Counted, type CountOrder, DOOR_HEADER, type DoorOrder, type OpenOrder } from "../worker/orders.ts";
import { Fleet } from "./fleet.ts";
import { MapReader } from "./map-reader.ts";
import { forEach } from "./pool.ts";
import { startServer } from "./server-process.ts";
import type { Ears, Place, Session } from "./system.ts";

/** Trips of one order: 50 KB of JSON. */
const TRIPS_PER_ORDER = 50;
/** A region asks for a report each 15 s. Who connects in the same moment would report in the same moment for ever. */
const REPORT_CYCLE_MS = 15_000;
const TRIP_COUNTERS = ["rowsWritten", "regionCalls", "frames", "bytes", "alarmsSet"] as const;

/** `reportEachMs`: null as shipped; 0 tells dispatchers every position. */
export async function startDoorstep({ load, port, dir, script }: Place, reportEachMs: number | null): Promise<Session> {
  const extra = reportEachMs === null ? [] : [String(reportEachMs)];
  const server = await startServer("serve-doorstep.ts", [String(port), script, join(dir, "objects"), ...extra]);
  const base = `127.0.0.1:${port}`;
  const fleet = new Fleet(load, Date.now());
  await openAll(base, fleet);
  const drivers: WebSocket[] = [];
  const connectOverMs = reportEachMs === null ? REPORT_CYCLE_MS : 0;
  return {
    pids: [server.pid],
    connect: async (lines, ears) => {
      const door = doorsOf(base, lines);
      // First the dispatchers, on whose arrival all trips would report at once.
      for (let dispatcher = 0; dispatcher < load.dispatchers; dispatcher++) await watch(door, fleet, ears, dispatcher);
      const startMs = performance.now();
      await forEach(load.drivers, async (driver) => {
        await wait(Math.max(0, startMs + (driver / load.drivers) * connectOverMs - performance.now()));
        drivers[driver] = await goOnDuty(door, fleet, driver);
        await track(door, fleet, ears, driver);
      });
    },
    send: (driver, fix) => drivers[driver]?.send(positionFrame(driver, fix)),
    counted: async () => countAll(base, fleet),
    stop: server.stop,
  };
}

type OpenDoor = (order: DoorOrder) => Promise<WebSocket>;

function doorsOf(base: string, lines: Lines): OpenDoor {
  return async (order) => {
    const { kind } = order.facts;
    const audience = kind === "link" ? "customer" : order.tripId ? "driver" : "dispatcher";
    return lines.open(audience, `ws://${base}/door`, { [DOOR_HEADER]: JSON.stringify(order) });
  };
}

async function watch(door: OpenDoor, fleet: Fleet, ears: Ears, dispatcher: number): Promise<void> {
  const line = await door(fleet.dispatcherDoor(Date.now()));
  const moved = (tripId: string, lat: number): void => {
    const driver = fleet.numberOf(tripId);
    if (driver !== undefined) ears.dispatcher(dispatcher, driver, { lat });
  };
  await new MapReader(line, { frame: ears.frame, moved }).greet();
}

async function goOnDuty(door: OpenDoor, fleet: Fleet, driver: number): Promise<WebSocket> {
  const line = await door(fleet.driverDoor(driver, Date.now()));
  const hello: DriverUp = {
    type: "hello",
    version: PROTOCOL_VERSION,
    epoch: epochOf(driver),
    lastSeq: 0,
    clockOffsetMs: 0,
  };
  const { promise, resolve } = Promise.withResolvers<void>();
  // What comes later are acknowledgements, which cost this process nothing but a look.
  line.once("message", () => resolve());
  line.send(JSON.stringify(hello));
  await promise;
  return line;
}

async function track(door: OpenDoor, fleet: Fleet, ears: Ears, driver: number): Promise<void> {
  const line = await door(fleet.customerDoor(driver, Date.now()));
  line.on("message", (data) => {
    const { view } = TrackDown.parse(JSON.parse(textOf(data)));
    if (view.point) ears.customer(driver, { at: view.point.at });
  });
}

function positionFrame(driver: number, fix: WireFix): string {
  const frame: DriverUp = { type: "driver:locationUpdate", epoch: epochOf(driver), fixes: [fix] };
  return JSON.stringify(frame);
}

function epochOf(driver: number): string {
  return `bench-${String(driver).padStart(8, "0")}`;
}

async function openAll(base: string, fleet: Fleet): Promise<void> {
  const { tenantId, regionId, trips } = fleet;
  const region = { tenantId, regionId, name: "Bench", centroid: CENTRE };
  for (let from = 0; from < trips.length; from += TRIPS_PER_ORDER) {
    const order: OpenOrder = { region, trips: trips.slice(from, from + TRIPS_PER_ORDER) };
    await post(base, "/open", order);
  }
}

async function countAll(base: string, { tenantId, regionId, trips }: Fleet): Promise<Counted> {
  const total = { rowsWritten: 0, regionCalls: 0, frames: 0, bytes: 0, alarmsSet: 0 };
  let region = { reports: 0, ticks: 0, timers: 0, frames: 0, bytes: 0, rowsWritten: 0 };
  for (let from = 0; from < trips.length; from += TRIPS_PER_ORDER) {
    const tripIds = trips.slice(from, from + TRIPS_PER_ORDER).map(({ tripId }) => tripId);
    const order: CountOrder = { tenantId, regionId, tripIds };
    const counted = Counted.parse(await (await post(base, "/count", order)).json());
    for (const name of TRIP_COUNTERS) total[name] += counted.trips[name];
    region = counted.region;
  }
  return { trips: total, region };
}

async function post(base: string, path: string, order: OpenOrder | CountOrder): Promise<Response> {
  const answer = await fetch(`http://${base}${path}`, { method: "POST", body: JSON.stringify(order) });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
  return answer;
}
