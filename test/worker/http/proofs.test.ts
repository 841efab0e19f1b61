import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { cleanImage } from "../../../src/domain/image/clean-image.ts";
import { readOrientation } from "../../../src/domain/image/exif-orientation.ts";
import { recordText } from "../../../src/domain/proof/proof-record.ts";
import { hexOf, sha256 } from "../../../src/platform/sha256.ts";
import { cleanKey, rawKey } from "../../../src/platform/upload-keys.ts";
import { tripObject } from "../../../src/platform/object-stubs.ts";
import type { DriverDown } from "../../../src/protocol/live/driver-down.ts";
import { jpegWithNotes, SECRET } from "../../support/images.ts";
import { newPlace, type Place } from "../access/place.ts";
import { userToken } from "../access/identities.ts";
import { driverOf } from "../objects/trip/trip-fixture.ts";
import { newShipment } from "../services/trip-place.ts";
import { codeOf } from "./call.ts";
import {
  announced,
  ask,
  fileOf,
  newestProof,
  newProof,
  post,
  proofsOf,
  put,
  stored,
  tokensFor,
} from "./proof-round.ts";

let place: Place;
let tokens: Awaited<ReturnType<typeof tokensFor>>;

beforeAll(async () => {
  place = await newPlace();
  tokens = await tokensFor(place);
});

async function driversEar() {
  const trip = (await tripObject(env, place.tenantId, place.trip.tripId).picture())?.trip;
  if (!trip) throw new Error("no trip");
  return (await driverOf(trip)).ear;
}

const photo = () => Uint8Array.from(jpegWithNotes());

async function expectSmallPicture(link: string | null | undefined): Promise<void> {
  const picture = await ask(undefined, link ?? "");
  expect([picture.status, picture.headers.get("content-type")]).toEqual([200, "image/webp"]);
  expect(cleanImage(new Uint8Array(await picture.arrayBuffer()), "image/webp")).toMatchObject({ ok: true });
}

test("a proof goes from the door to the desk: announced, sent, cleaned, read and printed", async () => {
  const proof = await announced(tokens.driver, place, await newProof({ note: "By the <blue> gate" }));
  expect(proof).toMatchObject({ missing: [], completedAt: null });
  const [ticket] = proof.uploads;
  const ear = await driversEar();
  const sent = await stored(await put(ticket?.url, photo()));
  expect(sent).toMatchObject({ status: "stored", queue: { position: 1 } });
  const isChecked = (known: DriverDown) => known.type === "document:progress" && known.status === "checked";
  const told = await ear.wait((known): known is DriverDown => isChecked(known));
  expect(told).toMatchObject({ uploadId: sent.uploadId, proofId: proof.proofId, documentId: null, queue: null });
  const { record, images, ...shown } = await vi.waitFor(
    async () => {
      const newest = await newestProof(tokens.admin, place);
      expect(newest.images[0]).toMatchObject({ status: "checked", thumbnailUrl: expect.any(String) });
      return newest;
    },
    { timeout: 15_000, interval: 200 },
  );
  expect(shown).toMatchObject({ proofId: proof.proofId, completedAt: expect.any(Number), kinds: ["photo", "note"] });
  expect(record).toMatchObject({
    distanceM: 0,
    source: "driver",
    madeBy: place.drivers[0],
    note: "By the <blue> gate",
  });
  expect(Math.abs((record?.skewMs ?? 0) - 60_000)).toBeLessThan(10_000);
  expect(record && hexOf(await sha256(recordText(record)))).toBe(shown.sha256);

  const image = await ask(undefined, images[0]?.url ?? "");
  expect(image.headers.get("cache-control")).toBe("private, no-store");
  const bytes = new Uint8Array(await image.arrayBuffer());
  expect(hexOf(await sha256(bytes))).toBe(images[0]?.cleanSha256);
  expect(new TextDecoder("latin1").decode(bytes)).not.toContain(SECRET);
  expect(readOrientation(bytes.subarray(24))).toBe(6);
  await expectSmallPicture(images[0]?.thumbnailUrl);
  const which = { tenantId: place.tenantId, uploadId: ticket?.uploadId ?? sent.uploadId };
  await vi.waitFor(async () => expect(await env.FILES.head(rawKey(which))).toBeNull());
  expect(await env.FILES.head(cleanKey(which))).not.toBeNull();

  const { printUrl } = await proofsOf(tokens.admin, place);
  const page = await (await ask(undefined, printUrl ?? "")).text();
  expect(page).toContain("By the &lt;blue&gt; gate");
  expect(page).toContain(shown.sha256);
});

test("each address says which file it is for", async () => {
  const images = [photo(), photo().with(30, 7)];
  const files = await Promise.all(images.map(async (bytes, at) => fileOf(bytes, at === 0 ? "photo" : "signature")));
  const { uploads } = await announced(tokens.driver, place, await newProof({ files }));
  expect(new Set(uploads.map((one) => one.sha256))).toEqual(new Set(files.map((file) => file.sha256)));
  for (const upload of uploads) {
    const bytes = images[files.findIndex((file) => file.sha256 === upload.sha256)] ?? new Uint8Array();
    expect((await put(upload.url, bytes)).status).toBe(200);
  }
});

describe("whatever is sent twice", () => {
  test("a proof is one proof, and its answer the same", async () => {
    const proof = await newProof();
    const both = await Promise.all([announced(tokens.driver, place, proof), announced(tokens.driver, place, proof)]);
    const again = await post(tokens.driver, `/shipments/${place.shipmentId}/pod`, proof);
    expect(again.status).toBe(200);
    const [first, second] = both.map(({ uploads, ...rest }) => [rest, uploads.map(({ uploadId }) => uploadId)]);
    expect(first).toEqual(second);
    const same = (await proofsOf(tokens.admin, place)).items.filter(({ proofId }) => proofId === proof.id);
    expect(same).toHaveLength(1);
    expect(same[0]?.images).toHaveLength(1);
    const other = await post(tokens.driver, `/shipments/${place.shipmentId}/pod`, { ...proof, note: "Other" });
    expect(await codeOf(other)).toBe("conflict");
  });

  test("a file is stored once, and what comes after its check changes nothing", async () => {
    const { uploads } = await announced(tokens.driver, place, await newProof());
    const url = uploads[0]?.url;
    const answers = await Promise.all([put(url, photo()), put(url, photo())]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    await vi.waitFor(async () => expect((await newestProof(tokens.admin, place)).images[0]?.status).toBe("checked"), {
      timeout: 15_000,
      interval: 200,
    });
    expect(await stored(await put(url, photo()))).toMatchObject({ status: "checked", queue: null });
  });
});

describe("a file is refused", () => {
  const other = () => photo().with(30, 7);
  test.each<[string, () => BodyInit, string, string]>([
    ["with other bytes", other, "image/jpeg", "invalid-request"],
    ["that is shorter", () => photo().subarray(1), "image/jpeg", "invalid-request"],
    ["that is longer", () => Uint8Array.from([...photo(), 1]), "image/jpeg", "body-too-large"],
    ["larger than any may be", () => new Uint8Array(5 * 1024 * 1024 + 1), "image/jpeg", "body-too-large"],
    ["of another type", photo, "image/png", "invalid-request"],
    ["with nothing in it", () => new Uint8Array(), "image/jpeg", "invalid-request"],
  ])("%s, and the right one is taken after it", async (_, bytes, type, code) => {
    const { uploads } = await announced(tokens.driver, place, await newProof());
    const [ticket] = uploads;
    expect(await codeOf(await put(ticket?.url, bytes(), type))).toBe(code);
    expect(await stored(await put(ticket?.url, photo()))).toMatchObject({ status: "stored" });
  });

  test("under a ticket that somebody changed", async () => {
    const { uploads } = await announced(tokens.driver, place, await newProof());
    const url = (uploads[0]?.url ?? "").replace(/.{4}$/, "AAAA");
    expect(await codeOf(await put(url, photo()))).toBe("not-found");
  });
});

describe("what has to be proved", () => {
  test("is the shipment's own: a PIN in five tries, and the right sum", async () => {
    const proof = { required: ["pin" as const], pin: "4711" };
    const shipment = await newShipment(place, { proof, cashDue: { amountMinor: 1_250, currency: "EUR" } });
    expect(shipment.proof).toEqual({ required: ["pin"], hasPin: true, isMissing: false });
    const admin = await userToken(place.admin);
    const send = async (body: object) =>
      post(admin, `/shipments/${shipment.id}/pod`, { ...(await newProof({ files: [] })), ...body });
    expect(await codeOf(await send({ pin: "0000" }))).toBe("pin-refused");
    // Nobody carries it: nothing can have been handed over.
    expect(await codeOf(await send({ pin: "4711" }))).toBe("not-allowed-now");
    for (let tries = 2; tries < 5; tries++) expect(await codeOf(await send({ pin: "0000" }))).toBe("pin-refused");
    expect(await codeOf(await send({ pin: "4711" }))).toBe("pin-refused");
  });

  test("is told when it is missing, and what is missing finishes no stop", async () => {
    const carried = await newPlace();
    const { admin } = await tokensFor(carried);
    const { tripId, stopIds } = carried.trip;
    await post(admin, `/trips/${tripId}/start`, {});
    const finish = async (proofId: string) => post(admin, `/trips/${tripId}/stops/${stopIds[0]}/finish`, { proofId });
    const open = await announced(admin, carried, await newProof());
    expect(await codeOf(await finish(open.proofId))).toBe("proof-incomplete");
    expect(await codeOf(await finish((await newProof()).id))).toBe("not-found");
    await put(open.uploads[0]?.url, photo());
    expect((await finish(open.proofId)).status).toBe(200);
  });
});

test("the holder of a link sees the photo, and neither the record nor anything else", async () => {
  const link = place.links.own;
  await announced(tokens.driver, place, await newProof({ note: "Left with Ms Canary", files: [] }));
  const { items, printUrl } = await proofsOf(link, place);
  expect(printUrl).toBeNull();
  expect(items.length).toBeGreaterThan(0);
  expect(items.every(({ record, sha256: hash }) => record === null && hash === null)).toBe(true);
  expect(JSON.stringify(items)).not.toContain("Ms Canary");
});
