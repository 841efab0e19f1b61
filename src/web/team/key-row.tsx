import type { ApiKey } from "../../protocol/api/api-keys.ts";
import { useI18n } from "../shared/i18n-context.ts";
import type { I18n } from "../shared/i18n.ts";
import { StateLabel } from "../shared/ui/state-label.tsx";
import type { Deed, Doing } from "./deed.ts";

const STATE = { active: "ok", revoked: "quiet", expired: "quiet" } as const;

export function KeyRow({ apiKey, doing }: { readonly apiKey: ApiKey; readonly doing: Doing<ApiKey> }) {
  const i18n = useI18n();
  const { t, list } = i18n;
  const { name, prefix, scopes } = apiKey;
  const status = statusOf(apiKey, Date.now());
  return (
    <li class="row">
      <div>
        <p class="row__name">{name}</p>
        <p class="hint">
          <code>{prefix}…</code>
        </p>
        <p class="hint">{list(scopes.map((scope) => t(`scope.${scope}`)))}</p>
        <p class="hint">{facts(apiKey, i18n)}</p>
      </div>
      <div class="row__actions">
        <StateLabel kind={STATE[status]} text={t(`keys.${status}`)} />
        {status !== "revoked" && (
          <button
            type="button"
            class="button"
            aria-label={t("keys.revokeNamed", { name })}
            aria-haspopup="dialog"
            onClick={() => doing.start(revoking(apiKey, i18n))}
          >
            {t("keys.revoke")}
          </button>
        )}
      </div>
    </li>
  );
}

function statusOf({ revokedAt, expiresAt }: ApiKey, now: number): keyof typeof STATE {
  if (revokedAt !== null) return "revoked";
  return expiresAt !== null && expiresAt <= now ? "expired" : "active";
}

function facts({ storeCode, createdAt, lastUsedAt }: ApiKey, { t, ago }: I18n): string {
  const now = Date.now();
  const since = (time: number) => ago(Math.min(time, now), now);
  return [
    ...(storeCode === null ? [] : [t("people.ofStore", { store: storeCode })]),
    t("keys.created", { ago: since(createdAt) }),
    lastUsedAt === null ? t("keys.neverUsed") : t("keys.used", { ago: since(lastUsedAt) }),
  ].join(" · ");
}

function revoking({ id, name }: ApiKey, { t }: I18n): Deed<ApiKey> {
  return {
    act: (api) => api.revokeKey(id),
    done: t("keys.revokeDone", { name }),
    first: { title: t("keys.revokeTitle", { name }), text: t("keys.revokeText"), action: t("keys.revoke") },
  };
}
