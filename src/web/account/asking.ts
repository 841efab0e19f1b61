import { signal } from "@preact/signals";
import { err, type Result } from "../../domain/result.ts";
import type { Refusal } from "../shared/api-exchange.ts";
import type * as Api from "./account-api.ts";
import type * as Passkeys from "./passkeys.ts";
import type { PasskeyTrouble } from "./passkeys.ts";

/** Why something was not done, as it is told to the reader. */
export type Trouble = Refusal | PasskeyTrouble;
type Asked<T> = Promise<Result<T, Trouble>>;

/** One question at a time, and why the last one was refused. */
export function createAsking() {
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
    ask: <T>(question: (api: typeof Api) => Asked<T>) => run(() => withModule(loadApi, question)),
    /** Apart from the rest, because only those who have a passkey need its code. */
    askPasskey: <T>(question: (passkeys: typeof Passkeys) => Asked<T>) => run(() => withModule(loadPasskeys, question)),
  };
}

export type Asking = ReturnType<typeof createAsking>;

const loadApi = () => import("./account-api.ts");
const loadPasskeys = () => import("./passkeys.ts");

async function withModule<Module, T>(load: () => Promise<Module>, question: (module: Module) => Asked<T>): Asked<T> {
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
