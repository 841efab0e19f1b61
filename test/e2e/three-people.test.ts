import type { Page } from "playwright-core";
import { beforeAll, expect, inject, test, vi } from "vitest";
import { holdSession } from "../../dev/hold-session.ts";
import { DEMO_VEHICLES } from "../../dev/demo-tenants.ts";
import { API_BASE } from "../../src/protocol/api/endpoint.ts";
import { getNewestFixes } from "../../src/protocol/api/history.ts";
import { issueLiveTicket } from "../../src/protocol/api/live.ts";
import { TrackDown } from "../../src/protocol/live/track-down.ts";
import { DispatchPage } from "./pages/dispatch-page.ts";
import { useBrowser } from "./support/browser.ts";
import { driverLogin } from "./support/logins.ts";
import { fromOwnAddress } from "./support/own-address.ts";
import { bundlePhone, carryPhone, signInPhone } from "./support/phone-page.ts";
import { northwards, Round } from "./support/round.ts";

declare global {
  interface Window {
    /** Each latitude at which the marker was drawn. */
    drawn: number[];
  }
}

const { open } = fromOwnAddress(useBrowser());
const PATIENCE = { timeout: 40_000, interval: 500 };
/** Of Meadow, whose drivers come behind all of Harbour's. */
const DRIVER = 3;
/** Each time that something waits for the phone: 30 m/s at its quickest, or a phone would not be believed. */
const STEP_M = 15;
const TUNNEL_MS = 20_000;
/** Several cells of the grid that customers see places on. */
const SEEN_M = 200;
const METRES_PER_DEGREE = 111_195;
/** 15 cm: what an animated latitude is rounded to. */
const ROUNDING_DEG = 1.5e-6;
let code: string;

beforeAll(async () => {
  code = await bundlePhone();
});

function listen(page: Page): string[] {
  const frames: string[] = [];
  page.on("websocket", (socket) => {
    socket.on("framereceived", ({ payload }) => {
      if (String(payload) !== "pong") frames.push(String(payload));
    });
  });
  return frames;
}

/** From now on, in the page. */
function recordMarker(): void {
  window.drawn = [];
  const look = (): void => {
    const at = document.querySelector<HTMLElement>(".marker")?.dataset["at"];
    if (at !== undefined) window.drawn.push(Number(at.split(",")[0]));
    requestAnimationFrame(look);
  };
  look();
}

async function openDesk(round: Round): Promise<DispatchPage> {
  const { page } = await open({ viewport: { width: 1280, height: 800 } });
  const { token, ticket } = await round.deskPass();
  await holdSession(page, token);
  await page.route(`**${API_BASE}${issueLiveTicket.path}`, (route) => route.fulfill({ status: 201, json: ticket }));
  const desk = new DispatchPage(page);
  await desk.open();
  return desk;
}

test("a driver, a dispatcher and a customer meet in one trip, through a tunnel and to the door", async () => {
  const round = await Round.of(DRIVER);
  const parcels = await Promise.all(Array.from({ length: 5 }, () => round.parcel()));
  const [own] = parcels.slice(-1);
  const { stops } = await round.plan(parcels, 2_000);
  await round.start();
  const desk = await openDesk(round);
  const row = desk.rowOf(round.tripId);

  const { page: customer } = await open();
  const frames = listen(customer);
  await customer.goto(own?.path ?? "");
  await customer.getByText("4 stops").waitFor();

  // The phone drives a little further each time that somebody waits for something.
  const { page: phone } = await open({ permissions: ["geolocation", "local-network-access"] });
  let drivenM = 0;
  const driveUntil = async (check: () => unknown): Promise<void> => {
    await vi.waitFor(async () => {
      drivenM += STEP_M;
      const { lat: latitude, lng: longitude } = northwards(drivenM);
      await phone.context().setGeolocation({ latitude, longitude, accuracy: 5 });
      await check();
    }, PATIENCE);
  };
  const { driverId } = round;
  const token = await signInPhone(phone, driverLogin(DEMO_VEHICLES.length + DRIVER));
  await phone.context().setGeolocation({ latitude: northwards(0).lat, longitude: northwards(0).lng, accuracy: 5 });
  await carryPhone(phone, code, { driverId, token });
  await driveUntil(async () => expect(await row.innerText()).toMatch(/Moving[\s\S]*0\/5 stops/));
  await row.click();
  await desk.marker.waitFor();
  // Told of the time by now, and of no place.
  const told = frames.map((frame) => TrackDown.parse(JSON.parse(frame)).view);
  expect(told.map(({ state, point, driver }) => [state, point, driver])).toEqual(
    told.map(() => ["hidden", null, null]),
  );
  const hidden = frames.length;

  const [first] = stops;
  await round.step(first?.stopId ?? "", "arrive");
  await round.step(first?.stopId ?? "", "finish");
  await row.getByText("1/5 stops").waitFor({ state: "attached" });
  await customer.evaluate(recordMarker);
  await driveUntil(async () => {
    const drawn = await customer.evaluate(() => window.drawn);
    expect(drawn.at(-1) ?? 0).toBeGreaterThan((drawn[0] ?? Infinity) + SEEN_M / METRES_PER_DEGREE);
  });

  await phone.context().setOffline(true);
  const enteredAt = Date.now();
  const { fixes: waiting } = await phone.evaluate(() => window.told.pending);
  const pendingAtLeast = async (fixes: number): Promise<void> =>
    expect((await phone.evaluate(() => window.told)).pending.fixes).toBeGreaterThanOrEqual(fixes);
  await driveUntil(() => pendingAtLeast(waiting + 1));
  // Its system ended the app meanwhile: what it had measured is on the phone still.
  await carryPhone(phone, code, { driverId, token });
  await driveUntil(async () => {
    await pendingAtLeast(waiting + 4);
    expect(Date.now() - enteredAt).toBeGreaterThan(TUNNEL_MS);
  });
  const atEntrance = await desk.markerAt();
  await phone.context().setOffline(false);
  const inTunnel = drivenM;
  await driveUntil(async () => {
    const drawn = await customer.evaluate(() => window.drawn);
    expect(drawn.at(-1)).toBeGreaterThan(northwards(inTunnel).lat);
  });
  // North is up, unless the map went along.
  await expect.poll(async () => JSON.stringify(await desk.markerAt())).not.toBe(JSON.stringify(atEntrance));

  const drawn = await customer.evaluate(() => window.drawn);
  const back = drawn.filter((lat, index) => lat < (drawn[index - 1] ?? lat) - ROUNDING_DEG);
  expect(drawn.length).toBeGreaterThan(50);
  expect(back).toEqual([]);
  const answer = await fetch(`${inject("baseUrl")}/api/v1/drivers/${driverId}/fixes?last=200`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const numbers = getNewestFixes.output.parse(await answer.json()).items.map(({ seq }) => seq);
  expect(numbers.length).toBeGreaterThan(waiting + 4);
  expect(numbers.toSorted((a, b) => a - b)).toEqual(numbers.map((_, index) => index + 1));

  for (const { stopId } of stops.slice(1)) {
    await round.step(stopId, "arrive");
    await round.step(stopId, "finish");
  }
  await customer.getByRole("heading", { level: 1, name: "Delivered" }).waitFor();
  await expect.poll(() => row.textContent()).toContain("5/5 stops");
  expect(await customer.locator("#map-part").isVisible()).toBe(false);
  // Strict at every level: a key that is not on the list would throw.
  const views = frames.map((frame) => TrackDown.parse(JSON.parse(frame)).view);
  expect(views.at(-1)).toMatchObject({ state: "ended", point: null, driver: null });
  expect(views.slice(hidden).filter(({ point }) => point !== null).length).toBeGreaterThan(3);
  for (const secret of [driverId, round.tripId, round.regionId, ...stops.map(({ stopId }) => stopId)])
    expect(frames.join()).not.toContain(secret);
}, 180_000);
