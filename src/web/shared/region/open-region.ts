import type { RegionId } from "../../../protocol/ids.ts";
import { type Bearer, fetchHttp } from "../live/http.ts";
import { type Hints, pageHints } from "../live/page-hints.ts";
import { createRegionClient, type RegionClient, type RegionEars } from "../live/region-client.ts";

/** A socket that the network has left says nothing; somebody who watches a map wants to know within seconds. */
const deskHints: Hints = {
  ...pageHints,
  onWake: (run) => {
    const unlisten = pageHints.onWake(run);
    window.addEventListener("offline", run);
    return () => {
      unlisten();
      window.removeEventListener("offline", run);
    };
  },
};

/** A copy of the region that mends itself, in the name of whose token it is. */
export function openRegion(regionId: RegionId, bearer: Bearer, ears: RegionEars): RegionClient {
  const http = fetchHttp(location.origin, bearer);
  return createRegionClient({ baseUrl: location.origin, regionId, http, renew: bearer.renew, hints: deskHints }, ears);
}
