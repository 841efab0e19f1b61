import { useI18n } from "../shared/i18n-context.ts";
import type { I18n } from "../shared/i18n.ts";
import { Icon } from "../shared/ui/icon.tsx";
import type { Trouble } from "./asking.ts";

const MINUTE_SECONDS = 60;

/** Always on the page, so that screen readers say what comes into it. */
export function TroubleNote({ trouble, id }: { readonly trouble: Trouble | null; readonly id?: string }) {
  const i18n = useI18n();
  return (
    <div role="alert" id={id}>
      {trouble && (
        <p class="trouble">
          <Icon name="warn" />
          {words(trouble, i18n)}
        </p>
      )}
    </div>
  );
}

function words(trouble: Trouble, { t, ago }: I18n): string {
  const seconds = "retryAfterSeconds" in trouble ? trouble.retryAfterSeconds : undefined;
  if (trouble.code !== "too-many-requests" || seconds === undefined) return t(`trouble.${trouble.code}`);
  // Whole minutes, rounded up: who comes back at the time that was named must be let in.
  const wait = seconds > MINUTE_SECONDS ? Math.ceil(seconds / MINUTE_SECONDS) * MINUTE_SECONDS : seconds;
  return t("trouble.wait", { when: ago(wait * 1000, 0) });
}
