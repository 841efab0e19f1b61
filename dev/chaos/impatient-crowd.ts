import { setTimeout as wait } from "node:timers/promises";
import { LIMITS } from "../../src/domain/limits.ts";
import { API_BASE } from "../../src/protocol/api/endpoint.ts";
import { getRegionSnapshot } from "../../src/protocol/api/regions-live.ts";
import { type Person, someDispatcher } from "./api.ts";
import { mapAtOnce } from "./at-once.ts";
import { addressOf } from "./socket-from.ts";
import type { World } from "./world.ts";

interface Crowd {
  readonly asked: number;
  readonly refused: number;
  readonly wrong: readonly string[];
}

const TIMEOUT_MS = 30_000;
const SECOND_MS = 1_000;
const TOO_MANY = 429;
/** Each of them asks one thing after the other. */
const AT_ONCE = 6;
const FIRST_ADDRESS = 50_000;
const { capacity: WINDOW_ASKS, perSeconds: WINDOW_SECONDS } = LIMITS.standard;
/** Who takes longer to ask too much in one of them says nothing about the limit. */
const WINDOWS_MAX = 3;

/** People who ask more than they may, and who wait as long as they are told when they are told to: that has to do. */
export async function impatientCrowd(world: World, people: number, asksEach: number): Promise<Crowd> {
  const crowd = { asked: 0, refused: 0, wrong: new Array<string>() };
  const ask = async (who: Person, index: number): Promise<number> => {
    crowd.asked += 1;
    const waitSeconds = await askOnce(world, who, index);
    if (waitSeconds > 0) crowd.refused += 1;
    return waitSeconds;
  };
  // Few at a time, or a minute would be over before anybody has asked too much in it.
  const told = await mapAtOnce([...Array(people).keys()], AT_ONCE, async (index) => {
    const who = someDispatcher();
    const limit = await findLimit(async () => ask(who, index));
    if (limit.waitSeconds === 0) crowd.wrong.push(`one was let in ${limit.letIn} times in ${limit.windows} minutes`);
    // The one that was refused is asked again, whatever was done before it.
    const left = Math.max(1, asksEach - limit.letIn);
    return { who, index, left, until: Date.now() + limit.waitSeconds * SECOND_MS };
  });
  await mapAtOnce(told, AT_ONCE, async ({ who, index, left, until }) => {
    await wait(Math.max(0, until - Date.now()));
    for (let done = 0; done < left; done++)
      if ((await ask(who, index)) > 0) crowd.wrong.push("refused again after the time that was told");
  });
  return crowd;
}

/** Asks until it is refused. Windows turn with the clock, and each lets in as many again. */
async function findLimit(ask: () => Promise<number>) {
  const windowAt = (): number => Math.floor(Date.now() / (WINDOW_SECONDS * SECOND_MS));
  const first = windowAt();
  for (let letIn = 0; ;) {
    const waitSeconds = await ask();
    if (waitSeconds === 0) letIn += 1;
    const windows = windowAt() - first + 1;
    const isTooMuch = letIn > windows * WINDOW_ASKS || windows > WINDOWS_MAX;
    if (waitSeconds > 0 || isTooMuch) return { letIn, windows, waitSeconds };
  }
}

/** 0 where it was answered; else for how long it is not worth asking. */
async function askOnce({ api, place }: World, who: Person, index: number): Promise<number> {
  const path = getRegionSnapshot.path.replace(":regionId", place.regionId);
  const answer = await fetch(api.url + API_BASE + path, {
    headers: {
      authorization: `Bearer ${await api.token(who)}`,
      "cf-connecting-ip": addressOf(FIRST_ADDRESS + index),
    },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  await answer.body?.cancel();
  if (answer.ok) return 0;
  const waitSeconds = Number(answer.headers.get("retry-after") ?? Number.NaN);
  if (answer.status !== TOO_MANY || !(waitSeconds > 0))
    throw new Error(`${path} answered ${answer.status} and said to wait ${waitSeconds} s`);
  return waitSeconds;
}
