import { useI18n } from "../shared/i18n-context.ts";
import { StateLabel } from "../shared/ui/state-label.tsx";
import type { Factors } from "./account-lists.ts";

export type Passkey = Factors["passkeys"][number];

type Props = { readonly passkey: Passkey; readonly remove: () => void };

export function PasskeyRow({ passkey, remove }: Props) {
  const { t, ago } = useI18n();
  const now = Date.now();
  const since = (time: number) => ago(Math.min(time, now), now);
  const { name, createdAt, lastUsedAt } = passkey;
  return (
    <li class="row">
      <div>
        <p class="row__name">{name}</p>
        <p class="hint">
          {t("factors.added", { ago: since(createdAt) })}
          {lastUsedAt === null ? t("factors.neverUsed") : t("factors.used", { ago: since(lastUsedAt) })}
        </p>
      </div>
      <div class="row__actions">
        <StateLabel kind="ok" text={t("factors.passkey")} />
        <button
          type="button"
          class="button"
          aria-label={t("factors.removeNamed", { name })}
          aria-haspopup="dialog"
          onClick={remove}
        >
          {t("factors.remove")}
        </button>
      </div>
    </li>
  );
}
