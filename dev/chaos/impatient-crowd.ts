import { setTimeout as wait } from "node:timers/promises";
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
    let done = 0;
    let waitSeconds = 0;
    for (; done < asksEach && waitSeconds === 0; done++) waitSeconds = await ask(who, index);
    return { who, index, left: waitSeconds > 0 ? asksEach - done + 1 : 0, until: Date.now() + waitSeconds * SECOND_MS };
  });
  const late = told.filter(({ left }) => left === 0).length;
  if (late > 0) crowd.wrong.push(`${late} of ${people} people never came to their limit`);
  await mapAtOnce(told, AT_ONCE, async ({ who, index, left, until }) => {
    await wait(Math.max(0, until - Date.now()));
    for (let done = 0; done < left; done++)
      if ((await ask(who, index)) > 0) crowd.wrong.push("refused again after the time that was told");
  });
  return crowd;
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
