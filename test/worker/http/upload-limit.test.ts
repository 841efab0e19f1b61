import { expect, test } from "vitest";
import { LIMITS } from "../../../src/domain/limits.ts";
import { announceDocument } from "../../../src/protocol/api/documents.ts";
import type { DriverId } from "../../../src/protocol/ids.ts";
import { jpegWithNotes } from "../../support/images.ts";
import { driverToken } from "../access/identities.ts";
import { newPlace, type Place } from "../access/place.ts";
import { madeUpId } from "../objects/trip/trip-fixture.ts";
import { call } from "./call.ts";
import { newNetwork } from "./person.ts";
import { fileOf, post } from "./proof-round.ts";

/** Of each driver: a bucket of each file would never be empty. */
const PAPERS = 10;
const BYTES = Uint8Array.from(jpegWithNotes());

/** Where a driver's picture of a paper is to be sent. */
async function paperOf({ tenantId }: Place, driverId: DriverId): Promise<string> {
  const body = { id: madeUpId("doc"), kind: "licence", file: await fileOf(BYTES) };
  const answer = await post(await driverToken(tenantId, driverId), `/drivers/${driverId}/documents`, body);
  return announceDocument.output.parse(await answer.json()).upload.url ?? "";
}

test("drivers behind one address do not use up each other's uploads, and each has no more than its own", async () => {
  const place = await newPlace();
  const headers = { "cf-connecting-ip": newNetwork(), "content-type": "image/jpeg" };
  const put = async (url: string) => (await call(url, { method: "PUT", headers, body: BYTES })).status;
  const putTimes = async (urls: readonly string[], times: number) =>
    Promise.all(Array.from({ length: times }, async (_, at) => put(urls[at % urls.length] ?? "")));
  const [first, second] = await Promise.all(
    place.drivers.map(async (driver) =>
      Promise.all(Array.from({ length: PAPERS }, async () => paperOf(place, driver))),
    ),
  );
  if (!first || !second) throw new Error("no papers");
  const { capacity } = LIMITS.upload;
  const half = Math.ceil((capacity + 1) / 2);
  const both = await Promise.all([putTimes(first, half), putTimes(second, half)]);
  expect(new Set(both.flat())).toEqual(new Set([200]));
  // Twice what one may, because a bucket regains some while a busy machine is still asking.
  const tooMany = await putTimes(first, 2 * capacity);
  expect(new Set(tooMany)).toEqual(new Set([200, 429]));
  expect(await put(second[0] ?? "")).toBe(200);
});
