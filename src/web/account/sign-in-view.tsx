import { useMemo } from "preact/hooks";
import type { PersonRole } from "../../protocol/account.ts";
import { enter } from "../shared/session.ts";
import { AccountChoice } from "./account-choice.tsx";
import { CodeForm } from "./code-form.tsx";
import { FactorSetUp } from "./factor-set-up.tsx";
import { LoginForm } from "./login-form.tsx";
import { RecoveryCodes } from "./recovery-codes.tsx";
import { SecondFactor } from "./second-factor.tsx";
import { createSignIn } from "./sign-in.ts";

type Props = {
  /** The session before was over without the reader's doing. */
  readonly ended: boolean;
  /** By an invitation that was accepted just now. */
  readonly invitedAs: PersonRole | null;
};

/** One step at a time. */
export function SignInView({ ended, invitedAs }: Props) {
  const signIn = useMemo(createSignIn, []);
  const stage = signIn.stage.value;
  switch (stage.tag) {
    case "login":
      return <LoginForm signIn={signIn} ended={ended} invitedAs={invitedAs} />;
    case "code":
      return <CodeForm signIn={signIn} stage={stage} />;
    case "choose-account":
      return <AccountChoice signIn={signIn} choices={stage.choices} />;
    case "second-factor":
      return <SecondFactor signIn={signIn} stage={stage} />;
    case "set-up-factor":
      return <FactorSetUp signIn={signIn} ticket={stage.ticket} />;
    case "recovery-codes":
      return <RecoveryCodes codes={stage.codes} onKept={() => enter(stage.signedIn)} />;
  }
}
