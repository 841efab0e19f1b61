import { expect, test } from "vitest";
import { typeIdFromBytes } from "../../../src/domain/typeid.ts";
import type { RegionDetail } from "../../../src/protocol/api/regions.ts";
import { RegionId } from "../../../src/protocol/ids.ts";
import { regionChange, regionDraftOf, timeZones } from "../../../src/web/team/region-draft.ts";

const EXACT = { lat: 52.123456789, lng: 13.4 };
const KNOWN: RegionDetail = {
  id: RegionId.parse(typeIdFromBytes("reg", new Uint8Array(16))),
  name: "Old Docks",
  timeZone: "Europe/Berlin",
  bounds: null,
  closedAt: null,
  area: [EXACT, { lat: 52.2, lng: 13.4 }, { lat: 52.2, lng: 13.5 }],
  version: 3,
  createdAt: 0,
  updatedAt: 0,
};
const DRAFT = regionDraftOf(KNOWN);

test("a form in which nothing was changed asks for nothing", () => {
  expect(regionChange(KNOWN, DRAFT)).toBeNull();
  expect(regionChange(KNOWN, { ...DRAFT, name: " Old Docks " })).toBeNull();
});

test("corners that nobody touched are not sent, and so stay as exact as they are", () => {
  expect(regionChange(KNOWN, { ...DRAFT, name: "New Docks" })).toEqual({ name: "New Docks" });
});

test("one corner more sends the whole area", () => {
  const change = regionChange(KNOWN, { ...DRAFT, area: `${DRAFT.area}\n52.3, 13.6` });
  expect(change?.area).toHaveLength(4);
  expect(change).not.toHaveProperty("timeZone");
});

test("a zone that this browser does not list can be kept", () => {
  expect(timeZones("Nowhere/Special")).toContain("Nowhere/Special");
  expect(new Set(timeZones("UTC")).size).toBe(timeZones("UTC").length);
});
