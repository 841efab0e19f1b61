import { useI18n } from "../i18n-context.ts";
import type { I18n, PlainKey } from "../i18n.ts";
import type { Trouble } from "../trouble.ts";
import { Icon } from "./icon.tsx";

const MINUTE_SECONDS = 60;

/** Where a code means something more exact than everywhere else. */
export type OwnWords = Partial<Record<Trouble["code"], PlainKey>>;

type Props = { readonly trouble: Trouble | null; readonly id?: string; readonly own?: OwnWords };

/** Always on the page, so that screen readers say what comes into it. */
export function TroubleNote({ trouble, id, own = {} }: Props) {
  const i18n = useI18n();
  return (
    <div role="alert" id={id}>
      {trouble && (
        <p class="trouble">
          <Icon name="warn" />
          {words(trouble, own, i18n)}
        </p>
      )}
    </div>
  );
}

function words(trouble: Trouble, own: OwnWords, { t, ago }: I18n): string {
  const seconds = "retryAfterSeconds" in trouble ? trouble.retryAfterSeconds : undefined;
  if (trouble.code !== "too-many-requests" || seconds === undefined)
    return t(own[trouble.code] ?? `trouble.${trouble.code}`);
  // Whole minutes, rounded up: who comes back at the time that was named must be let in.
  const wait = seconds > MINUTE_SECONDS ? Math.ceil(seconds / MINUTE_SECONDS) * MINUTE_SECONDS : seconds;
  return t("trouble.wait", { when: ago(wait * 1000, 0) });
}
