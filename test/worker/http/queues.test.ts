import { expect, test, vi } from "vitest";
import { DeadLetter, getQueueStatus, listDeadLetters } from "../../../src/protocol/api/queues.ts";
import { announceDocument, listDocuments } from "../../../src/protocol/api/documents.ts";
import { jpegWithNotes } from "../../support/images.ts";
import { newPlace, type Place } from "../access/place.ts";
import { newDeadLetter } from "../access/proof-asks.ts";
import { madeUpId } from "../objects/trip/trip-fixture.ts";
import { ask, fileOf, post, put, tokensFor } from "./proof-round.ts";

async function statusOf(token: string) {
  const { queues } = getQueueStatus.output.parse(await (await ask(token, "/api/v1/admin/queues/status")).json());
  return queues.find(({ queue }) => queue === "documents");
}

async function letters(token: string) {
  return listDeadLetters.output.parse(await (await ask(token, "/api/v1/admin/dead-letters")).json()).items;
}

async function papersOf(token: string, { drivers: [driverId] }: Place) {
  return listDocuments.output.parse(await (await ask(token, `/api/v1/drivers/${driverId}/documents`)).json()).items;
}

test("a dead letter is counted, listed to its own tenant alone, and sent again", async () => {
  const [ours, theirs] = [await newPlace(), await newPlace()];
  const { admin } = await tokensFor(ours);
  const id = await newDeadLetter(ours);
  await newDeadLetter(theirs);
  expect(await statusOf(admin)).toMatchObject({ failed: 1, own: { waiting: 0, rejected: 0, waitSeconds: 2 } });
  expect(await letters(admin)).toMatchObject([{ id: Number(id), kind: "check-upload", replayedAt: null }]);
  const answer = await post(admin, `/admin/dead-letters/${id}/replay`, {});
  expect(DeadLetter.parse(await answer.json()).replayedAt).toEqual(expect.any(Number));
  expect(await statusOf(admin)).toMatchObject({ failed: 0 });
});

test("a paper is handed in, cleaned, looked at and approved, and not before it can be seen", async () => {
  const place = await newPlace();
  const { admin, driver } = await tokensFor(place);
  const path = `/drivers/${place.drivers[0]}/documents`;
  const bytes = Uint8Array.from(jpegWithNotes());
  const paper = { id: madeUpId("doc"), kind: "licence", expiresOn: "2000-01-01", file: await fileOf(bytes) };
  const { upload } = announceDocument.output.parse(await (await post(driver, path, paper)).json());
  expect((await post(admin, `${path}/${paper.id}/approve`, {})).status).toBe(409);
  await put(upload.url, bytes);
  await vi.waitFor(async () => expect(await papersOf(driver, place)).toMatchObject([{ status: "pending" }]), {
    timeout: 15_000,
    interval: 200,
  });
  const [seen] = await papersOf(admin, place);
  expect((await ask(undefined, seen?.imageUrl ?? "")).headers.get("content-type")).toBe("image/jpeg");
  expect((await post(admin, `${path}/${paper.id}/approve`, {})).status).toBe(200);
  expect(await papersOf(driver, place)).toMatchObject([{ status: "expired", expiresOn: "2000-01-01" }]);
});
