import * as fc from "fast-check";

const MINUTE_MS = 60_000;
/** Longer than any duty: some points lie outside of it. */
const SPAN_MINUTES = 24 * 60;

/** GPX as recorders write it, of the last day. */
export function recordings(now: number): fc.Arbitrary<string> {
  const point = fc.record(
    {
      lat: fc.double({ min: -90, max: 90, noNaN: true }),
      lon: fc.double({ min: -180, max: 180, noNaN: true }),
      minutesAgo: fc.nat({ max: SPAN_MINUTES }),
      speed: fc.double({ noNaN: true }),
    },
    { requiredKeys: ["lat", "lon", "minutesAgo"] },
  );
  return fc.array(point, { minLength: 1, maxLength: 20 }).map((points) => {
    const lines = points.map(({ lat, lon, minutesAgo, speed }) => {
      const time = new Date(now - minutesAgo * MINUTE_MS).toISOString();
      const measured = speed === undefined ? "" : `<speed>${speed}</speed>`;
      return `<trkpt lat="${lat}" lon="${lon}"><time>${time}</time>${measured}</trkpt>`;
    });
    return `<?xml version="1.0"?><gpx version="1.1"><trk><trkseg>${lines.join("")}</trkseg></trk></gpx>`;
  });
}
