import { quantile } from "../quantile.ts";
import type { Priority } from "../../src/protocol/api/endpoint.ts";
import { type Answer, closedLoop, openLoop, SHARES } from "./open-loop.ts";
import type { Outcome } from "./outcome.ts";
import type { World } from "./world.ts";

interface OverloadPlan {
  /** What comes, beside what can be done. */
  readonly times: number;
  readonly ms: number;
}

interface Measured {
  /** Requests a second: what is done when nobody is sent away, and what comes. */
  readonly capacity: number;
  readonly asked: number;
  readonly idleMs: number;
}

/** Few places and slow answers, so that what is too much for the database is not too much for two cores as well. */
const PLACES = 8;
const ANSWER_MS = 100;
const MEASURED_MS = 6_000;
/** Of those that must never be sent away. */
const CRITICAL_MIN = 0.999;
/** Of what is left of the database when what is critical was done: who got one query may wait in vain for the next. */
const OF_LEFT_MIN = 0.5;
/** Until it is known that there is too much to do, everybody is let in: what is measured comes after that. */
const KNOWN_MS = 3_000;
const REFUSAL_MAX_MS = 20;
/** A machine that does other things beside is slow without a storm; only what the storm adds counts against it. */
const SLOWER_MAX = 6;
const IDLE_ASKS = 40;
const OVERLOADED = 503;

/** F16: far more requests than the database can answer, whether anybody is answered or not. */
export async function overload(world: World, { times, ms }: OverloadPlan): Promise<Outcome> {
  const { runtime, cable, api } = world;
  await runtime.restart({ DATABASE_CONCURRENCY: String(PLACES) });
  cable.slowMs = ANSWER_MS;
  cable.mode = "slow";
  try {
    await closedLoop(api, "critical", 1, KNOWN_MS);
    const capacity = await closedLoop(api, "critical", PLACES, MEASURED_MS);
    const idleMs = await idleAnswerMs(api.url);
    const asked = times * capacity;
    const all = await openLoop(api, asked, KNOWN_MS + ms);
    const answers = all.slice(Math.floor((KNOWN_MS / (KNOWN_MS + ms)) * all.length));
    return outcomeFor(answers, { times, ms, capacity, asked, idleMs });
  } finally {
    cable.reopen();
    await runtime.restart({});
  }
}

function outcomeFor(
  answers: readonly Answer[],
  { times, ms, capacity, asked, idleMs }: OverloadPlan & Measured,
): Outcome {
  const share = (priority: Priority): number => {
    const own = answers.filter((answer) => answer.priority === priority);
    return own.filter(({ status }) => status < 300 && status > 0).length / own.length;
  };
  const [critical, normal, low] = [share("critical"), share("normal"), share("low")];
  // Of six units one is done; of classes 1 : 3 : 6 what is critical takes 0.6 of it, and 0.4 is left for 1.8 of normal.
  const left = Math.max(0, 1 / times - SHARES.critical) / SHARES.normal;
  const refused = answers.filter(({ status }) => status === OVERLOADED);
  const refusedMs = refused.map((answer) => answer.ms);
  const [p50, p99] = [quantile(refusedMs, 0.5) ?? Number.NaN, quantile(refusedMs, 0.99) ?? Number.NaN];
  const strange = answers.filter(({ status }) => status !== OVERLOADED && (status === 0 || status >= 300));
  const untold = refused.filter(({ hasRetryAfter }) => !hasRetryAfter).length;
  const failures = [
    ...(critical >= CRITICAL_MIN ? [] : [`of what is critical ${percent(critical)} were answered`]),
    ...(normal >= OF_LEFT_MIN * left
      ? []
      : [`of what is normal ${percent(normal)} were answered, of ${percent(left)}`]),
    ...(p50 < Math.max(REFUSAL_MAX_MS, SLOWER_MAX * idleMs) ? [] : [`being sent away took ${Math.round(p50)} ms`]),
    ...(untold === 0 ? [] : [`${untold} were sent away without a time`]),
    ...(strange.length === 0 ? [] : [`${strange.length} answers of another kind, such as ${strange[0]?.status}`]),
  ];
  return {
    name: `F16 ${times} times what the database can do, for ${ms / 1_000} s`,
    work: `${answers.length} requests, ${Math.round(asked)} a second where ${Math.round(capacity)} can be answered`,
    result: [
      `answered: critical ${percent(critical)}, normal ${percent(normal)} where ${percent(left)} is left, low ${percent(low)}`,
      `sent away within p50 ${Math.round(p50)} p99 ${Math.round(p99)} ms (${Math.round(idleMs)} ms before, for an answer that needs nothing)`,
    ].join("; "),
    failures,
  };
}

/** What the way to the runtime and back takes on this machine, at the median. */
async function idleAnswerMs(url: string): Promise<number> {
  const taken: number[] = [];
  for (let asked = 0; asked < IDLE_ASKS; asked++) {
    const began = performance.now();
    await (await fetch(`${url}/health/live`)).arrayBuffer();
    taken.push(performance.now() - began);
  }
  return quantile(taken, 0.5) ?? Number.NaN;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
