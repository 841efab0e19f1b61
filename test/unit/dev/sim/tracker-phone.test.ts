import { expect, test } from "vitest";
import { Figures } from "../../../../dev/sim/figures.ts";
import type { Tick } from "../../../../dev/sim/model/round.ts";
import { osmAndApp } from "../../../../dev/sim/phones/osmand.ts";
import { ownTracksApp } from "../../../../dev/sim/phones/owntracks.ts";
import { TrackerPhone } from "../../../../dev/sim/phones/tracker-phone.ts";
import { readOsmAndQuery } from "../../../../src/domain/trackers/osmand-query.ts";
import { readOwnTracks } from "../../../../src/domain/trackers/owntracks.ts";

const FIX = { at: 1_790_000_005_000, lat: 52.1, lng: 5.1, accuracyM: 7, speedMps: 10, headingDeg: 90, flags: 0 };

function tickAt(second: number, network: boolean): Tick {
  const at = FIX.at + second * 1_000;
  const place = { lat: FIX.lat, lng: FIX.lng, speedMps: 10, headingDeg: 90, edge: 0 };
  return { at, place, fix: { ...FIX, at }, phone: { power: "on", network, event: null }, happened: [] };
}

test("what it measures out of reach waits in its buffer and goes out in order, one at a time, when the network is back", async () => {
  const asked: string[] = [];
  const network = {
    openSocket: () => ({ send: () => {}, close: () => {} }),
    fetch: (url: string | URL | Request) => {
      asked.push(new URL(new Request(url).url).searchParams.get("timestamp") ?? "");
      return Promise.resolve(new Response(""));
    },
  };
  const app = osmAndApp("http://server", "secret");
  const phone = new TrackerPhone({ network, figures: new Figures(), tell: () => {}, app });
  for (let second = 0; second < 20; second++) phone.live(tickAt(second, false));
  expect([asked, phone.pending]).toEqual([[], 4]);
  phone.live(tickAt(20, true));
  await expect.poll(() => phone.pending).toBe(0);
  expect(asked.map((time) => Number(time) - FIX.at / 1_000)).toEqual([0, 5, 10, 15, 20]);
});

test("both apps write what the product reads, to the units", async () => {
  const [url] = osmAndApp("http://server", "secret").request(FIX);
  const osmAnd = readOsmAndQuery(new URL(url).searchParams, 0);
  expect(osmAnd).toMatchObject({
    ok: true,
    value: { deviceToken: "secret", draft: { at: FIX.at, lat: 52.1, lng: 5.1 } },
  });
  expect(osmAnd.ok && osmAnd.value.draft?.speedMps).toBeCloseTo(10, 2);
  const [, { body }] = ownTracksApp("http://server", "secret").request(FIX);
  const ownTracks = readOwnTracks(await new Response(body ?? null).json());
  expect(ownTracks).toMatchObject({ ok: true, value: { draft: { at: FIX.at, headingDeg: 90, speedMps: 10 } } });
});
