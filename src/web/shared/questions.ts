import { signal } from "@preact/signals";
import { err, type Result } from "../../domain/result.ts";
import type { Trouble } from "./trouble.ts";

export type Asked<T> = Promise<Result<T, Trouble>>;

/** One question at a time, and why the last one was refused. */
export function createQuestions() {
  const busy = signal(false);
  const trouble = signal<Trouble | null>(null);

  /** The answer, or null when there was none: `trouble` then says why. */
  async function run<T>(question: () => Asked<T>): Promise<T | null> {
    if (busy.value) return null;
    busy.value = true;
    trouble.value = null;
    try {
      const answer = await question();
      if (answer.ok) return answer.value;
      trouble.value = answer.error;
      return null;
    } finally {
      busy.value = false;
    }
  }

  return {
    busy,
    trouble,
    /** Asks by a module that is loaded when the first question comes, so that the page need not wait for it. */
    by:
      <Module>(load: () => Promise<Module>) =>
      <T>(question: (module: Module) => Asked<T>) =>
        run(() => askBy(load, question)),
  };
}

export async function askBy<Module, T>(
  load: () => Promise<Module>,
  question: (module: Module) => Asked<T>,
): Promise<Result<T, Trouble>> {
  const module = await orNull(load);
  return module === null ? err({ code: "offline" }) : question(module);
}

/** A module that does not arrive is a lost connection like any other. */
async function orNull<Module>(load: () => Promise<Module>): Promise<Module | null> {
  try {
    return await load();
  } catch {
    return null;
  }
}
