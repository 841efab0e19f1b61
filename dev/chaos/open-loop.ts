import { setTimeout as wait } from "node:timers/promises";
import { API_BASE, type Priority } from "../../src/protocol/api/endpoint.ts";
import { getRouteAnalytics } from "../../src/protocol/api/routes.ts";
import { listSos } from "../../src/protocol/api/sos.ts";
import { listVehicles } from "../../src/protocol/api/vehicles.ts";
import { type Api, someDispatcher } from "./api.ts";

export interface Answer {
  readonly priority: Priority;
  /** 0: none came. */
  readonly status: number;
  readonly ms: number;
  readonly hasRetryAfter: boolean;
}

const TIMEOUT_MS = 30_000;
const SECOND_MS = 1_000;
/** 1 : 3 : 6. */
const TURN: readonly Priority[] = ["low", "normal", "low", "critical", "low", "normal", "low", "low", "normal", "low"];
/** Of the turn, for whoever computes what there is to be had. */
export const SHARES = { critical: 0.1, normal: 0.3, low: 0.6 } as const;

/** Requests come when they come, and not when the ones before them were answered. */
export async function openLoop(api: Api, perSecond: number, ms: number): Promise<Answer[]> {
  const asked: Promise<Answer>[] = [];
  const began = performance.now();
  for (let index = 0; ; index++) {
    const at = (index / perSecond) * SECOND_MS;
    if (at >= ms) break;
    const early = at - (performance.now() - began);
    if (early > 0) await wait(early);
    asked.push(askOne(api, TURN[index % TURN.length] ?? "low"));
  }
  return Promise.all(asked);
}

/** So many at a time, each after the one before: how many a second are done when nobody is sent away. */
export async function closedLoop(api: Api, priority: Priority, lanes: number, ms: number): Promise<number> {
  const until = performance.now() + ms;
  let done = 0;
  const lane = async (): Promise<void> => {
    while (performance.now() < until) if ((await askOne(api, priority)).status < 300) done += 1;
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return (done / ms) * SECOND_MS;
}

/** Somebody else every time: what is tried is the room, and not the limits of one person. */
async function askOne(api: Api, priority: Priority): Promise<Answer> {
  const headers = { authorization: `Bearer ${await api.token(someDispatcher())}` };
  const began = performance.now();
  try {
    const answer = await fetch(api.url + API_BASE + urlOf(priority), {
      headers,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await answer.arrayBuffer();
    const hasRetryAfter = answer.headers.has("retry-after");
    return { priority, status: answer.status, ms: performance.now() - began, hasRetryAfter };
  } catch {
    // fetch throws for one reason: there was no answer.
    return { priority, status: 0, ms: performance.now() - began, hasRetryAfter: false };
  }
}

/** Each reads Postgres, and none of them is answered from memory. */
function urlOf(priority: Priority): string {
  const now = Date.now();
  const urls: Record<Priority, string> = {
    critical: listSos.path,
    normal: listVehicles.path,
    low: `${getRouteAnalytics.path}?from=${now - SECOND_MS}&to=${now}`,
  };
  return urls[priority];
}
