import * as z from "zod";
import { endpoint } from "./endpoint.ts";

export const Version = z
  .strictObject({
    id: z.string().meta({ description: "The deployed version" }),
    tag: z.string(),
    deployedAt: z.string(),
    protocol: z.strictObject({ current: z.int(), oldest: z.int() }),
  })
  .meta({ id: "Version" });
export type Version = z.infer<typeof Version>;

export const getVersion = endpoint({
  method: "get",
  path: "/version",
  access: "public",
  limit: "none",
  priority: "critical",
  operationId: "getVersion",
  tag: "System",
  summary: "What runs here",
  description: "The deployed version, and the protocol versions that sockets may speak.",
  status: 200,
  output: Version,
  errors: [],
});
