import { createLog, logError } from "../../platform/log.ts";
import { newRequestId } from "../../platform/new-id.ts";
import { regionObject, type RegionPlace, socketCensus } from "../../platform/object-stubs.ts";
import { ListedRegion } from "./listed-region.ts";
import { RegionStore } from "./region-store.ts";
import { SocketCensus } from "./socket-census.ts";

/** In the object that is no region. */
export function openCensus(storage: DurableObjectStorage, env: Env): SocketCensus {
  return new SocketCensus({
    store: new RegionStore(storage).census,
    ask: async ({ tenantId, regionId }) => regionObject(env, tenantId, regionId).sockets(),
    onFailure: (error) => logError(createLog({ requestId: newRequestId() }), "census asks a region", error),
  });
}

/** In a region, which is asked from its first socket on. */
export function listedIn(
  env: Env,
  { tenantId, regionId }: RegionPlace,
  store: RegionStore,
  later: (work: Promise<unknown>) => void,
): ListedRegion {
  return new ListedRegion(store, {
    list: async () => socketCensus(env).list({ tenantId, regionId }),
    later,
    onFailure: (error) => logError(createLog({ requestId: newRequestId() }), "region tells the census", error),
  });
}
