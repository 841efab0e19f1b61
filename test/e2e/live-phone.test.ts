import { beforeAll, expect, test, vi } from "vitest";
import { getNewestFixes } from "../../src/protocol/api/history.ts";
import { getMe } from "../../src/protocol/api/me.ts";
import { createTrip } from "../../src/protocol/api/trips.ts";
import { useBrowser } from "./support/browser.ts";
import { driverLogin } from "./support/logins.ts";
import { fromOwnAddress } from "./support/own-address.ts";
import { bundlePhone, carryPhone, signInPhone } from "./support/phone-page.ts";

const { open } = fromOwnAddress(useBrowser());
/** Somebody may ask a hundred times a minute. */
const PATIENCE = { timeout: 30_000, interval: 1_000 };
const DEPOT = { latitude: 52.52, longitude: 13.405 };
const METRES_PER_DEGREE = 111_195;
let code: string;

beforeAll(async () => {
  code = await bundlePhone();
});

/** A driver who has gone on duty, with an empty page of our own origin that may know where the device is. */
async function onDuty() {
  // A page that is made up has no address of its own, so that its network has to be allowed too.
  const { page } = await open({ permissions: ["geolocation", "local-network-access"], geolocation: DEPOT });
  const token = await signInPhone(page, driverLogin(3));
  const post = async (path: string, data: object): Promise<unknown> => {
    const headers = { authorization: `Bearer ${token}` };
    const answer = await page.request.post(`/api/v1${path}`, { data, headers });
    expect(answer.ok(), `${path}: ${answer.status()}`).toBe(true);
    return answer.json();
  };
  const get = async (path: string): Promise<unknown> =>
    (await page.request.get(`/api/v1${path}`, { headers: { authorization: `Bearer ${token}` } })).json();
  const me = getMe.output.parse(await get("/me"));
  const trip = createTrip.output.parse(await post("/trips", { regionId: me.regions?.[0]?.id, driverId: me.id }));
  await post(`/trips/${trip.id}/start`, {});
  return { page, token, driverId: me.id, get };
}

test("a phone's places arrive, and those of a tunnel with a reload in it arrive once", async () => {
  const { page, token, driverId, get } = await onDuty();
  const context = page.context();
  const stored = async () => getNewestFixes.output.parse(await get(`/drivers/${driverId}/fixes?last=200`)).items;
  let latitude = DEPOT.latitude;
  const walkOn = async () => {
    latitude += 10 / METRES_PER_DEGREE;
    await context.setGeolocation({ ...DEPOT, latitude, accuracy: 5 });
  };

  await carryPhone(page, code, { driverId, token });
  await vi.waitFor(async () => expect((await stored()).length).toBeGreaterThan(0), PATIENCE);
  await page.waitForFunction(() => window.told.way === "socket");

  // Somebody in danger is asked for a place each two seconds, which also keeps this short.
  await page.evaluate(async () => {
    const at = Date.now();
    await window.client.act({ type: "driver:sos", at, lat: null, lng: null, note: "flat tyre" });
  });
  await page.waitForFunction(() => window.told.pending.actions === 0);

  await context.setOffline(true);
  const { fixes: before } = await page.evaluate(() => window.told.pending);
  await vi.waitFor(async () => {
    await walkOn();
    expect((await page.evaluate(() => window.told.pending)).fixes).toBeGreaterThanOrEqual(before + 3);
  }, PATIENCE);
  await context.setOffline(false);
  await carryPhone(page, code, { driverId, token });
  const fixes = await vi.waitFor(async () => {
    await walkOn();
    const all = await stored();
    expect(all.length).toBeGreaterThanOrEqual(before + 6);
    return all;
  }, PATIENCE);
  const numbers = fixes.map(({ seq }) => seq).toSorted((a, b) => a - b);
  expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  // Nothing that was measured in the tunnel is left on the phone.
  await page.waitForFunction(() => window.told.pending.fixes < 3);
  expect(await page.title()).toBe("Phone");
}, 90_000);
