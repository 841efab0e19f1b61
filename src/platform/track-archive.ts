import * as z from "zod";
import { DriverId, RegionId, type TenantId, type TripId } from "../protocol/ids.ts";
import { fromBase64url, toBase64url } from "./base64url.ts";

/** Raised when the shape changes: what was written under an older one is never written again. */
const FORMAT = 1;

const Archive = z.strictObject({
  format: z.literal(FORMAT),
  regionId: RegionId,
  driverId: DriverId,
  chunks: z.array(z.strictObject({ seq: z.int().min(1), startedAt: z.int(), fixes: z.string() })),
});

export interface ArchivedTrack {
  readonly owner: { readonly regionId: RegionId; readonly driverId: DriverId };
  readonly chunks: readonly { readonly seq: number; readonly startedAt: number; readonly fixes: Uint8Array }[];
}

interface Which {
  readonly tenantId: TenantId;
  readonly tripId: TripId;
}

/** The tracks of finished trips, one object each: ten hours at a fix each five seconds have 83 KB. */
export class TrackArchive {
  readonly #files: R2Bucket;

  constructor(files: R2Bucket) {
    this.#files = files;
  }

  async has(which: Which): Promise<boolean> {
    return (await this.#files.head(keyOf(which))) !== null;
  }

  /** Written once: a second try, with less to go by, must not overwrite the first. */
  async write(which: Which, { owner, chunks }: ArchivedTrack): Promise<void> {
    const written = chunks.map(({ seq, startedAt, fixes }) => ({ seq, startedAt, fixes: toBase64url(fixes) }));
    const body = JSON.stringify({ format: FORMAT, ...owner, chunks: written });
    const once = { onlyIf: { etagDoesNotMatch: "*" }, httpMetadata: { contentType: "application/json" } };
    await this.#files.put(keyOf(which), body, once);
  }

  async read(which: Which): Promise<ArchivedTrack | null> {
    const object = await this.#files.get(keyOf(which));
    if (!object) return null;
    const { regionId, driverId, chunks } = Archive.parse(await object.json());
    const read = chunks.map(({ fixes, ...place }) => ({ ...place, fixes: fromBase64url(fixes) }));
    return { owner: { regionId, driverId }, chunks: read };
  }
}

function keyOf({ tenantId, tripId }: Which): string {
  return `${tenantId}/trips/${tripId}.json`;
}
