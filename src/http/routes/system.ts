import { err, ok } from "../../domain/result.ts";
import { getKeySet } from "../../protocol/api/keys.ts";
import { listOutbox } from "../../protocol/api/outbox.ts";
import { getVersion } from "../../protocol/api/version.ts";
import { route } from "../route.ts";

export const systemRoutes = [
  route(getVersion, async (deps) => ok({ body: deps.version })),
  route(getKeySet, async (deps) => ok({ body: { keys: [...(await deps.keys()).jwks.keys] } })),
  route(listOutbox, async (deps) =>
    deps.outbox ? ok({ body: { items: await deps.outbox() } }) : err({ tag: "not-found" }),
  ),
];
