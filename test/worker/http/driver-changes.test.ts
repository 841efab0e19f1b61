import { beforeAll, expect, test } from "vitest";
import { listSecurityEvents } from "../../../src/db/security-events.ts";
import { NewTrip } from "../../../src/protocol/api/trips.ts";
import { DriverRecord } from "../../../src/protocol/api/people.ts";
import { DriverId } from "../../../src/protocol/ids.ts";
import { Problem } from "../../../src/protocol/errors.ts";
import { listDrivers } from "../../../src/services/people.ts";
import { createTrip, listTrips } from "../../../src/services/trips.ts";
import { userToken } from "../access/identities.ts";
import { newDriver, newPhone } from "../access/place.ts";
import { addMember, depsFor, newOffice, type Office, valueOf } from "../services/people-fixture.ts";
import { liveDeps, newTrip } from "../services/trip-place.ts";
import { askAs } from "./ask-as.ts";
import { codeOf } from "./call.ts";
import { signIn } from "./person.ts";

let office: Office;
let admin: string;
beforeAll(async () => {
  office = await newOffice();
  admin = await userToken(office.admin);
});

const change = async (id: string, body: object, { as = admin, tag }: { as?: string; tag?: string } = {}) =>
  askAs(as, `PATCH /drivers/${id}`, { body, headers: tag === undefined ? {} : { "if-match": tag } });

test("a driver gets another name, number and home, and signs in by the new number", async () => {
  const id = await newDriver(office, "Ada Driver");
  const phone = newPhone();
  const body = { name: "Ada Lane", phone: ` ${phone.slice(0, 6)} ${phone.slice(6)}`, homeRegionId: office.south };
  const answer = await change(id, body, { tag: '"1"' });
  expect(DriverRecord.parse(await answer.json())).toMatchObject({ ...body, id, phone, version: 2 });
  expect(answer.headers.get("etag")).toBe('"2"');
  expect((await signIn(phone)).session.person.id).toBe(id);
  const [event] = valueOf(await listSecurityEvents(office.tenant, { actor: office.admin.userId, limit: 1 }));
  expect(event).toMatchObject({ kind: "phone-changed", detail: { person: id } });
  const late = Problem.parse(await (await change(id, { name: "Ada" }, { tag: '"1"' })).json());
  expect(late).toMatchObject({ code: "version-conflict", current: { name: "Ada Lane", version: 2 } });
});

test("of two who change a driver at once one is told what the other made of it", async () => {
  const id = await newDriver(office, "Ada Driver");
  const names = ["Ada Lane", "Ada Street"];
  const answers = await Promise.all(names.map(async (name) => change(id, { name }, { tag: '"1"' })));
  const [won, lost] = answers.toSorted((a, b) => a.status - b.status);
  expect([won?.status, lost?.status]).toEqual([200, 409]);
  const { name } = DriverRecord.parse(await won?.json());
  const current = { id, name, version: 2, sosContacts: [] };
  expect(Problem.parse(await lost?.json())).toMatchObject({ code: "version-conflict", current });
});

test("nobody gets another driver's number, a number that is none, or a home that is no region", async () => {
  const phone = newPhone();
  const [id] = [await newDriver(office, "First"), await newDriver(office, "Second", phone)];
  expect(await codeOf(await change(id, { phone }))).toBe("conflict");
  expect(await codeOf(await change(id, { phone: "12345" }))).toBe("invalid-request");
  expect(await codeOf(await change(id, { homeRegionId: (await newOffice()).north }))).toBe("invalid-request");
});

test("a dispatcher who is limited to regions moves drivers between those alone", async () => {
  const id = await newDriver(office, "Northern");
  const dispatcher = await addMember(office.tenant, "dispatcher");
  const as = await userToken({ ...dispatcher, regionIds: [office.north] });
  expect(await codeOf(await change(id, { homeRegionId: office.south }, { as }))).toBe("forbidden");
  expect((await change(id, { name: "Northerner" }, { as })).status).toBe(200);
});

test("drivers are found by region, by what they do, and by a part of a name or number", async () => {
  const other = await newOffice();
  const phone = newPhone();
  const [zoe, max, eve] = [
    await newDriver(other, "Zoë Quick", phone),
    await newDriver({ ...other, north: other.south }, "Max Slow"),
    await newDriver(other, "Eve Quickly"),
  ];
  const deps = depsFor(other.admin);
  const found = async (query: Parameters<typeof listDrivers>[1]) => {
    const { items, next } = valueOf(await listDrivers(deps, query));
    return { ids: items.map(({ id }) => id), next };
  };
  expect((await found({ regionId: other.north })).ids).toEqual([zoe, eve]);
  expect((await found({ availability: "available" })).ids).toEqual([]);
  expect((await found({ availability: "off_duty", regionId: other.south })).ids).toEqual([max]);
  expect((await found({ text: phone.slice(-6) })).ids).toEqual([zoe]);
  const first = await found({ text: "quick", limit: 1 });
  expect(first).toEqual({ ids: [zoe], next: zoe });
  expect(await found({ text: "quick", limit: 1, after: DriverId.parse(first.next) })).toEqual({
    ids: [eve],
    next: undefined,
  });
});

test("trips are listed by the days on which they begin", async () => {
  const id = await newDriver(office, "Early");
  const DAY = 24 * 60 * 60_000;
  const plannedStartAt = Date.now() + 3 * DAY;
  const today = await newTrip(office, id);
  const later = valueOf(
    await createTrip(liveDeps(office.admin), NewTrip.parse({ regionId: office.north, driverId: id, plannedStartAt })),
  );
  const listed = async (from: number, to: number) =>
    valueOf(await listTrips(liveDeps(office.admin), { driverId: id, from, to })).items.map((trip) => trip.id);
  expect(await listed(plannedStartAt, plannedStartAt + 1)).toEqual([later.id]);
  expect(await listed(plannedStartAt - 4 * DAY, plannedStartAt)).toEqual([today.id]);
});
