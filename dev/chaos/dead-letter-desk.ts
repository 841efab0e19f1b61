import { type DeadLetter, listDeadLetters, replayDeadLetter } from "../../src/protocol/api/queues.ts";
import { someStaff } from "./api.ts";
import type { Insistence, Question } from "./insistence.ts";
import type { World } from "./world.ts";

/** What an administrator does about work that no retry could save. */
export class DeadLetterDesk {
  readonly #world: Pick<World, "api">;
  readonly #insistence: Insistence;
  readonly #admin = someStaff("admin");

  constructor(world: Pick<World, "api">, insistence: Insistence) {
    this.#world = world;
    this.#insistence = insistence;
  }

  /** Checks of files that died and were not sent again. */
  async open(): Promise<DeadLetter[]> {
    const all: DeadLetter[] = [];
    for (let after: string | undefined = ""; after !== undefined;) {
      const path = listDeadLetters.path + (after && `?after=${after}`);
      const { items, next } = listDeadLetters.output.parse(await this.#ask({ ...listDeadLetters, path }));
      all.push(...items);
      after = next;
    }
    return all.filter(({ kind, replayedAt }) => kind === "check-upload" && replayedAt === null);
  }

  /** Answers how many there were. */
  async sendAgain(): Promise<number> {
    const letters = await this.open();
    for (const { id } of letters)
      await this.#ask({ ...replayDeadLetter, path: replayDeadLetter.path.replace(":letterId", String(id)) });
    return letters.length;
  }

  async #ask(question: Question): Promise<unknown> {
    return (await this.#insistence.ask(this.#world.api, this.#admin, question)).json();
  }
}
