import { beforeAll, expect, test } from "vitest";
import { Settings } from "../../../src/protocol/api/settings.ts";
import { Problem } from "../../../src/protocol/errors.ts";
import { DEFAULT_TRIP_SETTINGS } from "../../../src/protocol/live/trip-brief.ts";
import { setDriverAvailability } from "../../../src/services/driver-duty.ts";
import { userToken } from "../access/identities.ts";
import { newOffice, type Office } from "../services/people-fixture.ts";
import { addActiveDriver, liveDeps, newTrip } from "../services/trip-place.ts";
import { askAs } from "./ask-as.ts";
import { codeOf } from "./call.ts";

let office: Office;
let admin: string;
beforeAll(async () => {
  office = await newOffice();
  admin = await userToken(office.admin);
});

const set = async (body: object, tag?: string) =>
  askAs(admin, "PUT /settings", { body, headers: tag === undefined ? {} : { "if-match": tag } });

test("what nobody has set is as the product comes, and what is left out is that again", async () => {
  const asItComes = Settings.parse(await (await askAs(admin, "GET /settings")).json());
  const rules = { trip: DEFAULT_TRIP_SETTINGS, proof: { required: [] }, duty: { documents: [] }, jurisdiction: null };
  expect(asItComes).toMatchObject({ ...rules, version: 1 });
  const answer = await set({ trip: { showMock: false }, proof: { required: ["photo", "pin"] } }, '"1"');
  expect(answer.headers.get("etag")).toBe('"2"');
  const trip = { ...DEFAULT_TRIP_SETTINGS, showMock: false };
  expect(await answer.json()).toMatchObject({ ...rules, trip, proof: { required: ["photo", "pin"] } });
  const late = Problem.parse(await (await set({}, '"1"')).json());
  expect(late).toMatchObject({ code: "version-conflict", current: { version: 2, trip } });
  expect(await (await set({}, '"2"')).json()).toMatchObject({ ...rules, version: 3 });
});

test("the next trip lives by new rules, and so does the next going on duty; a planned one keeps its own", async () => {
  const { driverId } = await addActiveDriver(office, office.north);
  const deps = liveDeps(office.admin);
  const settingsOf = async () => {
    const { id } = await newTrip(office, driverId);
    const picture = async () => (await deps.trip(office.tenantId, id).picture())?.trip.settings.visibility.mode;
    return { first: await picture(), picture };
  };
  const before = await settingsOf();
  const visibility = { mode: "never", stopsAhead: 0, minutes: null, metres: null };
  await set({ trip: { visibility } });
  const after = await settingsOf();
  expect([before.first, after.first, await before.picture()]).toEqual(["near", "never", "near"]);
  await set({ duty: { documents: ["licence"] } });
  const refused = await setDriverAvailability(deps, driverId, { availability: "available" });
  expect(refused).toMatchObject({ ok: false, error: { errors: [{ path: "documents.licence" }] } });
});

test.each([
  { jurisdiction: "eu" },
  { trip: { chunkFixes: 0 } },
  { trip: { visibility: { mode: "near" } } },
  { proof: { required: ["photo", "photo"] } },
  { duty: { documents: ["passport"] } },
])("what is no rule is refused: %j", async (body) => {
  expect(await codeOf(await set(body))).toBe("invalid-request");
});
