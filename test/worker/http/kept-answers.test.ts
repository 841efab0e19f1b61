import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { shipmentRoutes } from "../../../src/http/routes/shipments.ts";
import { Shipment, listShipments } from "../../../src/protocol/api/shipments.ts";
import { createShipment } from "../../../src/services/shipments.ts";
import { userToken } from "../access/identities.ts";
import { REACHABLE, UNREACHABLE } from "../jobs/job-deps.ts";
import { addMember, depsFor, newOffice, valueOf } from "../services/people-fixture.ts";
import { shipmentInput } from "../services/trip-place.ts";
import { askAs } from "./ask-as.ts";
import { appFor } from "./down-app.ts";

const idsIn = async (answer: Response) =>
  listShipments.output.parse(await answer.json()).items.map(({ id }: { id: string }) => id);

test("a list is given again to whoever asked, until somebody changes something: the changed one is seen at once", async () => {
  const { admin, tenant, north } = await newOffice();
  const [token, other] = [await userToken(admin), await userToken(await addMember(tenant, "dispatcher"))];
  const list = async (as = token) => askAs(as, "GET /shipments");
  expect((await list()).headers.get("age")).toBeNull();
  expect((await list()).headers.get("age")).toBe("0");
  expect((await list(other)).headers.get("age")).toBeNull();
  const made = await askAs(token, "POST /shipments", { body: shipmentInput(north) });
  const { id } = Shipment.parse(await made.json());
  for (const as of [token, other]) {
    const after = await list(as);
    expect([after.headers.get("age"), await idsIn(after)]).toEqual([null, [id]]);
  }
  await askAs(token, `GET /shipments/${id}`);
  expect((await askAs(token, `GET /shipments/${id}`)).headers.get("age")).toBeNull();
  await askAs(token, `POST /shipments/${id}/cancel`);
  expect(Shipment.parse(await (await askAs(token, `GET /shipments/${id}`)).json()).status).toBe("cancelled");
});

test("soon after a change a list comes from the database that took it, and from a copy later", async () => {
  const { admin, north } = await newOffice();
  const app = appFor(admin, shipmentRoutes, 5_000);
  app.use({ ...REACHABLE, readUrl: env.DATABASE_URL.replace(/[^/]*$/, "a-copy-that-is-not-there") });
  const { shipment } = valueOf(await createShipment(depsFor(admin), shipmentInput(north)));
  expect(await idsIn(await app.get("/shipments"))).toEqual([shipment.id]);
  app.wait(60_000);
  expect((await app.get("/shipments?limit=1")).status).toBeGreaterThanOrEqual(500);
});

test("while the database is down, what was read before is said with its age; what was not is refused with a wait", async () => {
  const { admin, north } = await newOffice();
  const { shipment } = valueOf(await createShipment(depsFor(admin), shipmentInput(north)));
  const app = appFor(admin, shipmentRoutes);
  expect((await app.get("/shipments")).status).toBe(200);
  expect((await app.get(`/shipments/${shipment.id}`)).headers.get("etag")).not.toBeNull();
  app.use(UNREACHABLE);
  app.wait(60_000);

  const list = await app.get("/shipments");
  expect([list.status, list.headers.get("x-stale"), list.headers.get("age")]).toEqual([200, "true", "60"]);
  const page = listShipments.output.parse(await list.json());
  expect([page.stale, page.items.map(({ id }) => id)]).toEqual([true, [shipment.id]]);
  const one = await app.get(`/shipments/${shipment.id}`);
  expect([one.status, one.headers.get("x-stale"), one.headers.get("etag")]).toEqual([200, "true", null]);

  const unread = await app.get("/shipments?limit=7");
  expect([unread.status, unread.headers.get("retry-after")]).toEqual([503, "5"]);
  app.use(REACHABLE);
  expect((await app.get("/shipments")).headers.get("x-stale")).toBeNull();
});
