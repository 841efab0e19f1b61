import { setTimeout as wait } from "node:timers/promises";
import { API_BASE } from "../../src/protocol/api/endpoint.ts";
import { getRegionSnapshot } from "../../src/protocol/api/regions-live.ts";
import { type Person, someDispatcher } from "./api.ts";
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
const FIRST_ADDRESS = 50_000;

/** People who ask more than they may, and who wait as long as they are told when they are told to: that has to do. */
export async function impatientCrowd(world: World, people: number, asksEach: number): Promise<Crowd> {
  const crowd = { asked: 0, refused: 0, wrong: new Array<string>() };
  await Promise.all(
    Array.from({ length: people }, async (_, index) => {
      const who = someDispatcher();
      for (let done = 0; done < asksEach; done++) {
        const waitSeconds = await askOnce(world, who, index);
        crowd.asked += 1;
        if (waitSeconds === 0) continue;
        crowd.refused += 1;
        await wait(waitSeconds * SECOND_MS);
        crowd.asked += 1;
        if ((await askOnce(world, who, index)) > 0) crowd.wrong.push(`refused again after ${waitSeconds} s, as told`);
      }
    }),
  );
  if (crowd.refused < people) crowd.wrong.push(`only ${crowd.refused} of ${people} people came to their limit`);
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
