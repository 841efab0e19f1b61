import { effect, signal } from "@preact/signals";
import type { SecondFactorMethod, SignedIn, SignInStep } from "../../protocol/api/auth.ts";
import { enter } from "../shared/session.ts";
import type { Login } from "./account-api.ts";
import { createAsking } from "./asking.ts";

type Choice = Extract<SignInStep, { step: "choose-account" }>["choices"][number];

/** Where a sign-in stands, on this page's side. */
export type Stage =
  | { readonly tag: "login" }
  | { readonly tag: "code"; readonly login: Login; readonly challengeId: string; readonly resendAt: number }
  | { readonly tag: "choose-account"; readonly choices: readonly Choice[] }
  | { readonly tag: "second-factor"; readonly ticket: string; readonly methods: readonly SecondFactorMethod[] }
  | { readonly tag: "set-up-factor"; readonly ticket: string }
  | { readonly tag: "recovery-codes"; readonly codes: readonly string[]; readonly signedIn: SignedIn };

export function createSignIn() {
  const stage = signal<Stage>({ tag: "login" });
  const asking = createAsking();
  const { ask, askPasskey, trouble } = asking;

  // Without its ticket a sign-in cannot go on: the reader is back at the start, and told why.
  effect(() => {
    if (trouble.value?.code === "ticket-refused") stage.value = { tag: "login" };
  });

  /** Nothing, when the question was refused: the stage stays, with the trouble on it. */
  function follow(step: SignInStep | null): void {
    switch (step?.step) {
      case "done":
        return enter(step);
      case "second-factor":
        stage.value = { tag: "second-factor", ticket: step.ticket, methods: step.methods };
        return;
      case "set-up-factor":
        stage.value = { tag: "set-up-factor", ticket: step.ticket };
        return;
      case "choose-account":
        stage.value = { tag: "choose-account", choices: step.choices };
        return;
      case undefined:
    }
  }

  return {
    stage,
    asking,
    startAgain: () => {
      trouble.value = null;
      stage.value = { tag: "login" };
    },
    /** True when a code is on its way. */
    sendCode: async (login: Login): Promise<boolean> => {
      const sent = await ask((api) => api.sendCode(login));
      if (!sent) return false;
      const resendAt = Date.now() + sent.resendInSeconds * 1000;
      stage.value = { tag: "code", login, challengeId: sent.challengeId, resendAt };
      return true;
    },
    enterCode: async (login: Login, challengeId: string, code: string) =>
      follow(await ask((api) => api.checkCode(login, challengeId, code))),
    choose: async (ticket: string) => follow(await ask((api) => api.continueAs(ticket))),
    enterTotp: async (ticket: string, code: string) => follow(await ask((api) => api.checkTotp(ticket, code))),
    enterRecovery: async (ticket: string, code: string) => follow(await ask((api) => api.checkRecovery(ticket, code))),
    usePasskey: async (ticket?: string) =>
      follow(await askPasskey((passkeys) => passkeys.signInByPasskey(ticket === undefined ? {} : { ticket }))),
    keepCodes: (codes: readonly string[], signedIn: SignedIn) => {
      stage.value = { tag: "recovery-codes", codes, signedIn };
    },
  };
}

export type SignIn = ReturnType<typeof createSignIn>;
