import * as z from "zod";
import type { Result } from "../../domain/result.ts";
import { readSettings, ServiceUrl, type SettingsError } from "../read-settings.ts";
import { osrmRouter } from "./osrm.ts";
import type { RoadRouter } from "./road-router.ts";
import { valhallaRouter } from "./valhalla.ts";

const Settings = z.discriminatedUnion(
  "ROUTING_PROVIDER",
  [
    z.object({ ROUTING_PROVIDER: z.literal("straight-line") }).transform(() => null),
    z
      .object({ ROUTING_PROVIDER: z.literal("osrm"), ROUTING_URL: ServiceUrl })
      .transform(({ ROUTING_URL }) => osrmRouter({ url: ROUTING_URL })),
    z
      .object({ ROUTING_PROVIDER: z.literal("valhalla"), ROUTING_URL: ServiceUrl })
      .transform(({ ROUTING_URL }) => valhallaRouter({ url: ROUTING_URL })),
  ],
  'is neither "straight-line", "osrm" nor "valhalla"',
);

/** Reads ROUTING_PROVIDER and what belongs to it; null where lengths are estimated. */
export function readRoutingSettings(env: unknown): Result<RoadRouter | null, SettingsError> {
  return readSettings(Settings, env);
}
