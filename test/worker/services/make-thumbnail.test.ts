import { env } from "cloudflare:workers";
import { beforeAll, expect, test } from "vitest";
import { blockJpeg } from "../../../dev/day/block-jpeg.ts";
import { findUpload } from "../../../src/db/uploads.ts";
import { cleanImage } from "../../../src/domain/image/clean-image.ts";
import { thumbnailKey, type WhichUpload } from "../../../src/platform/upload-keys.ts";
import { checkUpload } from "../../../src/services/check-upload.ts";
import { makeThumbnail } from "../../../src/services/make-thumbnail.ts";
import { readImage } from "../../../src/services/read-image.ts";
import { imageLinks } from "../../../src/services/upload-rows.ts";
import { SECRET, webpWithNotes, withNotes } from "../../support/images.ts";
import { newPlace, type Place } from "../access/place.ts";
import { announcedFile, keys, quietDeps, storeDeps, sweepOne } from "./announced-file.ts";
import { dying, Killed } from "./dying.ts";
import { valueOf } from "./people-fixture.ts";

const HOUR_MS = 60 * 60_000;
let place: Place;

beforeAll(async () => {
  place = await newPlace();
});

/** 480 by 240 pixels, taken with the phone held upright: shown, it is 240 wide and 480 high. */
const PHOTO = withNotes(blockJpeg({ wide: 60, high: 30, colourAt: (column) => [column, 0, 0] }), 6);
/** A sound file whose picture nobody can decode. */
const BROKEN = webpWithNotes();

async function checked(bytes = PHOTO, type: "image/jpeg" | "image/webp" = "image/jpeg"): Promise<WhichUpload> {
  const { which, send } = await announcedFile(place, bytes, type);
  valueOf(await send(quietDeps()));
  valueOf(await checkUpload(storeDeps(), which));
  return which;
}

async function rowOf({ uploadId }: WhichUpload) {
  const row = valueOf(await findUpload(place.tenant, uploadId));
  if (!row) throw new Error("no row");
  return row;
}

test("the small picture of a checked image is upright, small and without notes, and has a link of its own", async () => {
  const which = await checked();
  expect(await imageLinks(keys, await rowOf(which), Date.now())).toMatchObject({ thumbnail: null });
  valueOf(await makeThumbnail(storeDeps(), which));
  const { whole, thumbnail } = await imageLinks(keys, await rowOf(which), Date.now());
  const [small, large] = await Promise.all(
    [thumbnail, whole].map(async (link) => valueOf(await readImage(storeDeps(), link?.split("/").at(-1) ?? ""))),
  );
  expect([small?.contentType, large?.contentType]).toEqual(["image/webp", "image/jpeg"]);
  const bytes = new Uint8Array(await new Response(small?.body).arrayBuffer());
  expect(cleanImage(bytes, "image/webp")).toMatchObject({ ok: true, value: { widthPx: 160, heightPx: 320 } });
  expect(new TextDecoder("latin1").decode(bytes)).not.toContain(SECRET);
  expect((await rowOf(which)).thumbnailBytes).toBe(bytes.length);
  await new Response(large?.body).arrayBuffer();
});

test.each(["before", "after"] as const)("whoever dies %s any step leaves what the next try needs", async (when) => {
  const deps = storeDeps();
  const { thumbnails } = deps;
  if (!thumbnails) throw new Error("no image service");
  const dieIn = async ({ wrap }: ReturnType<typeof dying>, which: WhichUpload) => {
    const mortal = { db: wrap(deps.db), uploads: wrap(deps.uploads), thumbnails: wrap(thumbnails) };
    return makeThumbnail({ ...deps, ...mortal }, which);
  };
  const whole = dying(0, when);
  valueOf(await dieIn(whole, await checked()));
  expect(whole.steps()).toBe(5);
  for (let dieAt = 1; dieAt <= whole.steps(); dieAt++) {
    const which = await checked();
    await expect(dieIn(dying(dieAt, when), which)).rejects.toBeInstanceOf(Killed);
    expect((await rowOf(which)).status).toBe("checked");
    valueOf(await makeThumbnail(deps, which));
    const kept = await env.FILES.head(thumbnailKey(which));
    expect(kept?.size, `after dying ${when} step ${dieAt}`).toBeGreaterThan(0);
    expect((await rowOf(which)).thumbnailBytes).toBe(kept?.size);
  }
});

test("a picture that cannot be drawn is tried twice, told and counted, and its upload stays checked", async () => {
  const which = await checked(BROKEN, "image/webp");
  const deps = storeDeps();
  expect(await makeThumbnail(deps, which)).toEqual({ ok: false, error: { tag: "unavailable" } });
  for (const _ of ["the second try", "and none after it"]) valueOf(await makeThumbnail(deps, which));
  const told = deps.events.filter(({ event }) => event === "thumbnail.failed");
  expect(told).toEqual(Array.from({ length: 2 }, () => expect.objectContaining({ reason: "9523" })));
  expect(await rowOf(which)).toMatchObject({ status: "checked", thumbnailBytes: null, thumbnailTries: 2 });
});

test("the round asks for what still lacks one, and for nothing where there is no image service", async () => {
  const which = await checked();
  const later = { ...quietDeps(), now: () => Date.now() + HOUR_MS };
  expect(await sweepOne(place, { ...later, thumbnails: null })).toMatchObject({ asked: 0 });
  valueOf(await makeThumbnail({ ...later, thumbnails: null }, which));
  expect(await env.FILES.head(thumbnailKey(which))).toBeNull();
  expect(await sweepOne(place, later)).toMatchObject({ asked: 1 });
  valueOf(await makeThumbnail(later, which));
  expect(await sweepOne(place, later)).toMatchObject({ asked: 0 });
});
