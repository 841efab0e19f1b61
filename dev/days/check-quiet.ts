import { checkAudit } from "../audit-check.ts";
import { runCron } from "../chaos/run-cron.ts";
import { lookBehind } from "../chaos/settle.ts";
import { TripFiles } from "../chaos/trip-files.ts";
import { withClient } from "../migrate.ts";
import type { DayBook } from "./day-book.ts";
import type { DaysWorld } from "./days-world.ts";

/** I6: as its provider knows it; I8: everything that was changed is sealed, in one chain; I9: every trip has handed on what it wrote, and no letter is dead. */
export async function checkQuiet(
  world: DaysWorld,
  book: DayBook,
  { tripIds, deadBefore }: { readonly tripIds: readonly string[]; readonly deadBefore: number },
): Promise<string[]> {
  const tripFiles = new TripFiles(world.stateDir);
  const behind = await lookBehind({ ...world, tripFiles }, tripIds, deadBefore);
  return [
    ...behind.map(({ invariant, tripId, detail }) => `${invariant} ${tripId} ${detail}`),
    ...checkProvider(world, book),
    ...(await checkChain(world)),
  ];
}

/** I6: the provider was asked for each message once, because no answer of its is ever lost on these days. */
function checkProvider({ messages }: DaysWorld, { awaited }: DayBook): string[] {
  if (!messages) return [];
  const wanted = [...awaited.values()].reduce((sum, { length }) => sum + length, 0);
  const names = new Set(messages.calls.map(({ id }) => id)).size;
  const asked = messages.calls.length;
  return names === wanted && asked === wanted
    ? []
    : [`I6 the provider was asked ${asked} times for ${names} messages, of ${wanted}`];
}

/** What waits to be sealed is sealed by the round each five minutes, which nothing begins here by itself. */
async function checkChain({ api, ownerUrl, place, secrets }: DaysWorld): Promise<string[]> {
  await runCron(api.url);
  const { outcome, waiting } = await withClient(ownerUrl(), (client) =>
    checkAudit((text, values) => client.query(text, values), place.tenantUuid, secrets.HMAC_KEY),
  );
  return [
    ...(outcome.ok ? [] : [`I8 entry ${outcome.error.number} of the audit log is ${outcome.error.tag}`]),
    ...(outcome.ok && outcome.value.number === 0 ? ["I8 nothing is in the audit log"] : []),
    ...(waiting === 0 ? [] : [`I8 ${waiting} entries are not sealed`]),
  ];
}
