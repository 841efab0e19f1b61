import * as z from "zod";
import { err, ok, type Result } from "../../domain/result.ts";
import { osrmRouter } from "./osrm.ts";
import type { RoadRouter } from "./road-router.ts";
import { valhallaRouter } from "./valhalla.ts";

/** Where people live goes there: in the clear to this very machine only. */
const ServiceUrl = z
  .url("is not a URL")
  .refine(isSafe, "is neither https nor on this machine")
  .transform((url) => url.replace(/\/+$/, ""));

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

/** Names what is wrong, never a value: the answer goes to the log. */
export type RoutingSettingsError = { readonly tag: "malformed"; readonly problems: readonly string[] };

/** Reads ROUTING_PROVIDER and what belongs to it; null where lengths are estimated. */
export function readRoutingSettings(env: unknown): Result<RoadRouter | null, RoutingSettingsError> {
  const parsed = Settings.safeParse(env);
  if (parsed.success) return ok(parsed.data);
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`);
  return err({ tag: "malformed", problems });
}

function isSafe(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === "https:" || (protocol === "http:" && ["localhost", "127.0.0.1", "[::1]"].includes(hostname));
}
