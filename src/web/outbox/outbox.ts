import { signal } from "@preact/signals";
import type { OutboxMessage } from "../../protocol/api/outbox.ts";

/** Whoever waits for a code looks at the page all the while; a local server answers in milliseconds. */
const POLL_MS = 2_000;

export type Outbox =
  | { readonly tag: "loading" }
  | { readonly tag: "messages"; readonly items: readonly OutboxMessage[] }
  /** A server that really sends its messages has no outbox to show. */
  | { readonly tag: "absent" }
  | { readonly tag: "unreachable" };

/** Asks every two seconds while the page is looked at. */
export function createOutboxWatch() {
  const outbox = signal<Outbox>({ tag: "loading" });

  function start(): () => void {
    const look = () => {
      if (document.visibilityState === "visible") void ask().then((answer) => void (outbox.value = answer));
    };
    look();
    const timer = setInterval(look, POLL_MS);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }

  return { outbox, start };
}

async function ask(): Promise<Outbox> {
  const asked = await load();
  const answer = await asked?.askOutbox();
  if (answer?.ok) return { tag: "messages", items: answer.value.items };
  return { tag: answer?.error.code === "not-found" ? "absent" : "unreachable" };
}

async function load() {
  try {
    return await import("./ask-outbox.ts");
  } catch {
    return null;
  }
}
