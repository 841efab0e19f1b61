import type { Page } from "playwright-core";
import { positionFrame } from "../../../src/domain/region/position-frame.ts";
import { typeIdFromBytes } from "../../../src/domain/typeid.ts";
import { DriverId, TripId } from "../../../src/protocol/ids.ts";
import { type LiveDriver, SNAPSHOT_PART_DRIVERS } from "../../../src/protocol/live/dispatch-down.ts";
import { PROTOCOL_VERSION } from "../../../src/protocol/version.ts";
import { DEPOT } from "./fleet.ts";

/** As a crowded region sends. */
const TICK_MS = 250;
/** As often as a watched trip reports. */
const REPORT_MS = 15_000;
const METRES_PER_DEGREE = 111_195;
const SPREAD_DEGREES = 0.15;
/** Each vehicle is a point of its own on a spiral, so that none hides another. */
const GOLDEN_ANGLE = 2.399963;
const EPOCH = "simulated-01";
const SESSION_MS = 900_000;

/** Many vehicles in one region, as its object would tell of them, until the page is closed. */
export async function simulateRegion(page: Page, count: number): Promise<void> {
  await page.routeWebSocket("**/ws/region/*", (socket) => {
    const began = Date.now();
    let told = 0;
    let ticking: ReturnType<typeof setInterval> | undefined;
    const say = (message: object): void => socket.send(JSON.stringify(message));
    const tick = (): void => {
      const now = Date.now();
      const due = Math.floor(((now - began) / REPORT_MS) * count);
      const drivers = Array.from({ length: due - told }, (_none, n) => vehicle((told + n) % count, now, began));
      told = due;
      if (drivers.length > 0) socket.send(Buffer.from(positionFrame({ kind: "moved", rev: 1, drivers }, DEPOT, now)));
    };
    socket.onMessage((text) => {
      if (text === "ping") socket.send("pong");
      if (!String(text).includes('"hello"') || ticking) return;
      const now = Date.now();
      say({ type: "hello", version: PROTOCOL_VERSION, now, authUntil: now + SESSION_MS });
      const parts = Math.ceil(count / SNAPSHOT_PART_DRIVERS);
      for (let part = 0; part < parts; part++) {
        const first = part * SNAPSHOT_PART_DRIVERS;
        const length = Math.min(SNAPSHOT_PART_DRIVERS, count - first);
        const drivers = Array.from({ length }, (_none, n) => vehicle(first + n, now, began));
        say({ type: "snapshot", epoch: EPOCH, rev: 1, part, parts, drivers });
      }
      ticking = setInterval(tick, TICK_MS);
    });
    socket.onClose(() => clearInterval(ticking));
    page.once("close", () => clearInterval(ticking));
  });
}

function vehicle(index: number, now: number, began: number): LiveDriver {
  const headingDeg = (index * 37) % 360;
  const speedMps = index % 10 === 0 ? 0 : 8;
  const radius = SPREAD_DEGREES * Math.sqrt(index / 2_000);
  const drivenDegrees = (speedMps * (now - began)) / 1000 / METRES_PER_DEGREE;
  const angle = (headingDeg * Math.PI) / 180;
  const lat = DEPOT.lat + 0.5 * radius * Math.sin(index * GOLDEN_ANGLE) + drivenDegrees * Math.cos(angle);
  const lng = DEPOT.lng + radius * Math.cos(index * GOLDEN_ANGLE) + (drivenDegrees * Math.sin(angle)) / 0.594;
  const bytes = Uint8Array.from({ length: 16 }, (_none, place) => (place < 14 ? 0 : place === 14 ? index >> 8 : index));
  return {
    index,
    tripId: TripId.parse(typeIdFromBytes("trip", bytes)),
    driverId: DriverId.parse(typeIdFromBytes("drv", bytes)),
    driverFirstName: `Driver ${index}`,
    vehicleKind: "van",
    status: "active",
    seq: 1,
    point: { lat, lng, speedMps, headingDeg, at: now },
    presence: "on_trip",
    lastSeenAt: now,
    stopsDone: index % 8,
    stopsTotal: 8,
    nextStop: null,
    alerts: index % 40 === 0 ? ["late"] : [],
  };
}
