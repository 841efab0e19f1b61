import * as z from "zod";
import { CustomerView } from "../live/track-down.ts";
import { endpoint } from "./endpoint.ts";

export const getTrack = endpoint({
  method: "get",
  path: "/track/:token",
  access: "public",
  limit: "standard",
  priority: "critical",
  operationId: "getTrack",
  tag: "Tracking",
  summary: "What the holder of a tracking link may see now",
  description:
    "For pages that cannot hold a socket: ask each 15 seconds with If-None-Match, and a view that has not changed costs a 304. Unknown, expired and revoked links are all the same: not found.",
  // Any text: one that cannot be a token opens nothing, and is told the same as one that could.
  params: z.strictObject({ token: z.string() }),
  status: 200,
  alsoStatus: { 304: "The view that the caller has" },
  output: CustomerView.meta({ id: "CustomerView" }),
  errors: ["not-found", "unavailable"],
});
