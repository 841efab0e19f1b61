import type { Failure } from "../domain/failure.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { issueAccessToken } from "../platform/access-token.ts";
import type { DemoTrip, DemoWindow } from "../protocol/api/demo-window.ts";
import type { RegionId, TenantId, UserId } from "../protocol/ids.ts";
import type { IdentityDeps } from "./identity-deps.ts";

/** What is shown, and in whose name. */
interface ShownDemo {
  readonly trip: DemoTrip;
  readonly at: number;
  readonly tenantId: TenantId;
  readonly userId: UserId;
  /** The regions that they are limited to; null for all. */
  readonly regionIds: RegionId[] | null;
  /** Of its own, so that looking at the start page signs nobody out. */
  readonly sessionId: string;
}

/** Where it is kept: the sandbox's object. */
interface DemoStage {
  readonly show: (demo: ShownDemo) => Promise<void>;
  readonly shown: () => Promise<ShownDemo | null>;
}

export interface DemoDeps extends Pick<IdentityDeps, "account" | "keys" | "now" | "caller"> {
  /** Undefined where messages are really sent. */
  readonly demo: DemoStage | undefined;
}

/** The simulation speaks each few seconds; after so long a silence it has ended. */
const SILENT_MS = 60_000;

export async function showDemo(deps: DemoDeps, trip: DemoTrip): Promise<Result<DemoWindow, Failure>> {
  const { demo, caller, now } = deps;
  if (!demo) return err({ tag: "not-found" });
  if (caller.kind !== "user" || caller.role !== "dispatcher") return err({ tag: "forbidden" });
  const { tenantId, userId } = caller;
  const who = { tenantId, userId, regionIds: caller.regionIds ? [...caller.regionIds] : null };
  const sessionId = await ownSession(deps, demo, who);
  if (sessionId === null) return err({ tag: "forbidden" });
  const shown = { trip, at: now(), ...who, sessionId };
  await demo.show(shown);
  return ok(await windowOf(deps, shown));
}

export async function getDemo(deps: DemoDeps): Promise<Result<{ demo: DemoWindow | null }, Failure>> {
  if (!deps.demo) return err({ tag: "not-found" });
  const shown = await deps.demo.shown();
  const isOver = shown === null || deps.now() - shown.at > SILENT_MS;
  return ok({ demo: isOver ? null : await windowOf(deps, shown) });
}

/** The one that was opened before, unless somebody has ended it. */
async function ownSession(
  { account }: DemoDeps,
  demo: DemoStage,
  { tenantId, userId, regionIds }: Pick<ShownDemo, "tenantId" | "userId" | "regionIds">,
): Promise<string | null> {
  const before = await demo.shown();
  const object = account(tenantId, userId);
  if (before?.userId === userId) {
    const isLive = (await object.listSessions()).some(({ sessionId }) => sessionId === before.sessionId);
    if (isLive) return before.sessionId;
  }
  const profile = { role: "dispatcher" as const, status: "active" as const, storeCode: null, regionIds };
  const opened = await object.openSession({ device: "Start page", method: "code", profile });
  return opened.ok ? opened.sessionId : null;
}

async function windowOf({ keys, now }: DemoDeps, shown: ShownDemo): Promise<DemoWindow> {
  const { trip, at, tenantId, userId: personId, regionIds, sessionId } = shown;
  const profile = { role: "dispatcher" as const, storeCode: null, regionIds };
  const dispatcherToken = await issueAccessToken(await keys(), { tenantId, personId, sessionId, profile }, now());
  return { ...trip, at, dispatcherToken };
}
