import { runInDurableObject } from "cloudflare:test";
import type { StoredTrip } from "../../../dev/chaos/invariants.ts";
import { decodeChunk } from "../../../src/domain/track/chunk.ts";
import { fromBase64url } from "../../../src/platform/base64url.ts";
import type { TripBrief } from "../../../src/protocol/live/trip-brief.ts";
import { TripEvent } from "../../../src/protocol/live/trip-event.ts";
import { stubOf } from "../objects/trip/trip-fixture.ts";

/** What the object holds, the tail as one more chunk, after it was woken from nothing but its disk. */
export async function tripOnDisk(brief: TripBrief): Promise<StoredTrip> {
  const stub = stubOf(brief);
  const part = await stub.trackAfter(0);
  if (!part?.isWhole) throw new Error("the track is longer than one answer");
  const chunks = part.chunks.map(({ seq, fixes }) => ({ seq, fixes: decoded(fixes) }));
  if (part.tail !== "") chunks.push({ seq: chunks.length + 1, fixes: decoded(fromBase64url(part.tail)) });
  const bodies = await runInDurableObject(stub, (_, { storage }) =>
    storage.sql
      .exec<{ body: string }>("SELECT body FROM events ORDER BY seq")
      .toArray()
      .map(({ body }) => body),
  );
  const events = bodies
    .map((body) => TripEvent.parse(JSON.parse(body)))
    .map(({ seq, happenedAt, actor }) => ({ seq, happenedAt, isManual: actor === brief.driverId }));
  return { tripId: brief.tripId, chunks, events };
}

function decoded(bytes: Uint8Array) {
  const chunk = decodeChunk(bytes);
  if (!chunk.ok) throw new Error(chunk.error.tag);
  return chunk.value.map(({ seq, at }) => ({ seq, at }));
}
