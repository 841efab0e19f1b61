import {
  type Arbitrary,
  array,
  assert,
  asyncProperty,
  boolean,
  constant,
  integer,
  nat,
  oneof,
  tuple,
} from "fast-check";
import { expect, test } from "vitest";
import { settled } from "./fake-clock.ts";
import { HostileNetwork } from "./hostile-network.ts";

type Move = (network: HostileNetwork) => Promise<unknown> | void;

const MOVES: readonly { readonly weight: number; readonly arbitrary: Arbitrary<Move> }[] = [
  { weight: 6, arbitrary: constant<Move>((network) => network.appendFix()) },
  {
    weight: 2,
    arbitrary: integer({ min: 2, max: 60 }).map(
      (count): Move =>
        (network) =>
          appendMany(network, count),
    ),
  },
  { weight: 3, arbitrary: constant<Move>((network) => network.appendAction()) },
  { weight: 3, arbitrary: constant<Move>((network) => network.openSocket()) },
  { weight: 2, arbitrary: constant<Move>((network) => network.useRequests()) },
  { weight: 2, arbitrary: constant<Move>((network) => network.cut()) },
  { weight: 1, arbitrary: constant<Move>((network) => network.crashServer()) },
  { weight: 1, arbitrary: constant<Move>((network) => network.restartPhone()) },
  { weight: 1, arbitrary: constant<Move>(crashBetweenAppendAndSend) },
  {
    weight: 8,
    arbitrary: tuple(nat(), boolean()).map(
      ([pick, repeat]): Move =>
        (network) =>
          network.arrive(pick, repeat),
    ),
  },
  {
    weight: 5,
    arbitrary: tuple(nat(), boolean()).map(
      ([pick, repeat]): Move =>
        (network) =>
          network.arriveBack(pick, repeat),
    ),
  },
  {
    weight: 4,
    arbitrary: tuple(nat(), boolean()).map(
      ([pick, isLost]): Move =>
        (network) =>
          network.answer(pick, isLost),
    ),
  },
  {
    weight: 3,
    arbitrary: nat().map(
      (pick): Move =>
        (network) =>
          network.lose(pick),
    ),
  },
  {
    weight: 3,
    arbitrary: integer({ min: 1, max: 40_000 }).map(
      (ms): Move =>
        (network) =>
          network.clock.advance(ms),
    ),
  },
];

async function appendMany(network: HostileNetwork, count: number): Promise<void> {
  for (let index = 0; index < count; index++) await network.appendFix();
}

/** The entry is stored; whoever would have sent it is gone before it hears of it. */
async function crashBetweenAppendAndSend(network: HostileNetwork): Promise<void> {
  const appending = [network.appendFix(), network.appendAction()];
  const restarting = network.restartPhone();
  await Promise.all([...appending, restarting]);
}

test("whatever network, phone and server do: what was acknowledged is stored, nothing twice, and all of it in the end", async () => {
  await assert(
    asyncProperty(array(oneof(...MOVES), { minLength: 10, maxLength: 60 }), async (moves) => {
      const network = new HostileNetwork();
      await network.restartPhone();
      for (const move of moves) {
        await move(network);
        await settled();
        const stored = new Set(network.server.stored.map(({ key }) => key));
        const kept = await keptKeys(network);
        const forgotten = [...network.appended.keys()].filter((key) => !kept.has(key));
        expect(forgotten.filter((key) => !stored.has(key))).toEqual([]);
      }
      expect(await network.heal()).toBe(true);
      expect(network.troubles).toEqual([]);
      const stored = network.server.stored.map(({ key, value }): [string, string] => [key, value]);
      expect(stored).toHaveLength(network.appended.size);
      expect(new Map(stored)).toEqual(network.appended);
    }),
    { numRuns: 1_000 },
  );
});

async function keptKeys({ outbox }: HostileNetwork): Promise<Set<string>> {
  const { epoch } = await outbox.contents();
  const fixes = await outbox.fixesAfter(0, Number.MAX_SAFE_INTEGER);
  const actions = await outbox.actionsAfter(0, Number.MAX_SAFE_INTEGER);
  return new Set([
    ...fixes.map(([seq]) => `fix ${epoch} ${seq}`),
    ...actions.map(({ seq }) => `action ${epoch} ${seq}`),
  ]);
}
