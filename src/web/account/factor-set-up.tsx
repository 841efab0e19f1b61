import { useSignal } from "@preact/signals";
import { useI18n } from "../shared/i18n-context.ts";
import { enter } from "../shared/session.ts";
import { PasskeySetUp } from "./passkey-set-up.tsx";
import type { SignIn } from "./sign-in.ts";
import { StageHeading } from "./stage-heading.tsx";
import { TotpSetUp } from "./totp-set-up.tsx";

type Props = { readonly signIn: SignIn; readonly ticket: string };

/** Before the first sign-in of whoever needs a second factor. A passkey first: nothing to type, nothing to phish. */
export function FactorSetUp({ signIn, ticket }: Props) {
  const { t } = useI18n();
  const method = useSignal<"passkey" | "totp">("passkey");
  const { asking } = signIn;
  const other = method.value === "passkey" ? "totp" : "passkey";
  return (
    <section class="sheet" aria-labelledby="set-up" data-stage="set-up-factor">
      <StageHeading id="set-up">{t("setUp.headline")}</StageHeading>
      <p>{t("setUp.why")}</p>
      {method.value === "passkey" ? (
        <PasskeySetUp who={{ ticket }} asking={asking} onDone={({ signedIn }) => signedIn && enter(signedIn)} />
      ) : (
        <TotpSetUp
          who={{ ticket }}
          asking={asking}
          onDone={({ recoveryCodes, signedIn }) => signedIn && signIn.keepCodes(recoveryCodes, signedIn)}
        />
      )}
      <div class="actions">
        <button
          type="button"
          class="button"
          onClick={() => {
            asking.trouble.value = null;
            method.value = other;
          }}
        >
          {t(`setUp.${other}Other`)}
        </button>
      </div>
    </section>
  );
}
