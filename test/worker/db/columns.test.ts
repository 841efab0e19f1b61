import { eq } from "drizzle-orm";
import { uuidv7obj } from "uuidv7";
import { expect, test } from "vitest";
import { statements } from "../../../src/db/client.ts";
import { drivers } from "../../../src/db/schema/drivers.ts";
import { regions } from "../../../src/db/schema/tenants.ts";
import { typeIdFromBytes } from "../../../src/domain/typeid.ts";
import { DriverId, RegionId } from "../../../src/protocol/ids.ts";
import { connect, newTenant } from "./tenant-scope.ts";

const newId = (prefix: string) => typeIdFromBytes(prefix, uuidv7obj().bytes);

test("ids, instants, bytes, JSON and places come back as they went, through the real driver", async () => {
  const tenant = await newTenant(connect().db);
  const { tenantId } = tenant;
  const [regionId, driverId] = [RegionId.parse(newId("reg")), DriverId.parse(newId("drv"))];
  const phoneIndex = new Uint8Array([0, 1, 127, 128, 255]);
  const lastFixAt = Date.UTC(2026, 1, 28, 23, 59, 59, 987);
  const polygon = { type: "Polygon", coordinates: [[[9.9, 53.5]]] };
  const outcome = await tenant.batch("test.columns", [
    statements.insert(regions).values({ tenantId, id: regionId, name: "R", timeZone: "UTC", polygon }),
    statements.insert(drivers).values({
      tenantId,
      id: driverId,
      homeRegionId: regionId,
      nameSealed: "v1.n",
      phoneSealed: "v1.p",
      phoneIndex,
      lastLat: 53.55,
      lastLng: 9.99,
      lastFixAt,
    }),
    statements.select().from(drivers).where(eq(drivers.phoneIndex, phoneIndex)),
    statements.select({ polygon: regions.polygon, createdAt: regions.createdAt }).from(regions),
  ]);
  if (!outcome.ok) throw new Error(outcome.error.tag);
  const [, , [driver], [region]] = outcome.value;
  expect(driver).toMatchObject({
    tenantId,
    id: driverId,
    homeRegionId: regionId,
    vehicleId: null,
    phoneIndex,
    lastFixAt,
    status: "invited",
    lastPoint: [9.99, 53.55],
    lastCell: 14_355 * 36_001 + 18_999,
    version: 1,
  });
  expect(region?.polygon).toEqual(polygon);
  // Two clocks of one machine.
  expect(Math.abs((region?.createdAt ?? 0) - Date.now())).toBeLessThan(5_000);
});
