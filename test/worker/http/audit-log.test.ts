import { expect, test } from "vitest";
import { statements } from "../../../src/db/client.ts";
import { trips } from "../../../src/db/schema/trips.ts";
import { listAuditLog } from "../../../src/protocol/api/audit.ts";
import { TripId } from "../../../src/protocol/ids.ts";
import { userToken } from "../access/identities.ts";
import { newPlace } from "../access/place.ts";
import { valueOf } from "../services/people-fixture.ts";
import { as } from "./duty.ts";

test("a row whose id has no version in it is listed, and found by its id", async () => {
  const { tenant, tenantId, north: regionId, drivers, admin } = await newPlace();
  const id = TripId.parse(`trip_${"0".repeat(25)}1`);
  const row = { tenantId, id, regionId, driverId: drivers[1], status: "planned" } as const;
  valueOf(await tenant.run("test.trip", statements.insert(trips).values(row)));
  const token = await userToken(admin);
  const rowId = "00000000-0000-0000-0000-000000000001";
  for (const query of ["?limit=1", `?rowId=${rowId}`]) {
    const answer = await as(token, "GET", `/audit-log${query}`);
    const { items } = listAuditLog.output.parse(await answer.json());
    expect(items.map((entry) => [entry.table, entry.rowId])).toEqual([["trips", rowId]]);
  }
});
