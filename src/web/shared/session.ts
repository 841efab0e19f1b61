import { signal } from "@preact/signals";
import type { Person, SignedIn } from "../../protocol/api/auth.ts";
import type { Refusal } from "./api-exchange.ts";

export type Session =
  | { readonly tag: "starting" }
  /** Whether a session goes on is not known: nobody answered, or not to the question. */
  | { readonly tag: "unknown"; readonly why: Refusal }
  /** `ended`: it was over without this page asking for it, which its reader should be told. */
  | { readonly tag: "signed-out"; readonly ended: boolean }
  | {
      readonly tag: "signed-in";
      readonly person: Person;
      readonly sessionId: string;
      /** Lives in this page's memory only; what outlives the page is a cookie that no script can read. */
      readonly accessToken: string;
    };

/** Who uses this page. */
export const session = signal<Session>({ tag: "starting" });

export function enter(signedIn: SignedIn): void {
  const { person, sessionId } = signedIn;
  session.value = { tag: "signed-in", person, sessionId, accessToken: signedIn.accessToken };
}

export function leave({ ended }: { readonly ended: boolean }): void {
  session.value = { tag: "signed-out", ended };
}

export function accessToken(): string | null {
  return session.value.tag === "signed-in" ? session.value.accessToken : null;
}
