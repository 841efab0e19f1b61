import { EXPORT_FORMATS, type ExportFormatName, inPieces } from "../domain/export/export-formats.ts";
import type { Failure } from "../domain/failure.ts";
import { ok, type Result } from "../domain/result.ts";
import { chooseFixes } from "../domain/track/track-fixes.ts";
import type { TripId } from "../protocol/ids.ts";
import type { HistoryDeps } from "./history-deps.ts";
import { visibleTrack } from "./history.ts";

export interface TrackFile {
  readonly name: string;
  readonly mediaType: string;
  readonly body: ReadableStream<Uint8Array>;
}

/** A trip's track as a file, written as fast as it is read. No name of a person is in it: files are passed on. */
export async function exportTrack(
  deps: HistoryDeps,
  tripId: TripId,
  format: ExportFormatName,
  raw: boolean,
): Promise<Result<TrackFile, Failure>> {
  const fixes = await visibleTrack(deps, tripId);
  if (!fixes.ok) return fixes;
  const { mediaType, write } = EXPORT_FORMATS[format];
  const heading = { tripId, name: `Trip ${tripId}`, driverName: null };
  const text = inPieces(write({ heading, fixes: chooseFixes(fixes.value, { raw }), raw }));
  return ok({ name: `track-${tripId}.${format}`, mediaType, body: streamOf(text) });
}

function streamOf(pieces: Generator<string, void>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    pull(controller) {
      const { value, done } = pieces.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
  });
}
