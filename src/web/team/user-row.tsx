import type { User } from "../../protocol/api/people.ts";
import { useI18n } from "../shared/i18n-context.ts";
import type { I18n } from "../shared/i18n.ts";
import { StateLabel } from "../shared/ui/state-label.tsx";
import type { Deed, Doing } from "./deed.ts";
import type { RegionNames } from "./region-names.ts";

const STATE = { active: "ok", invited: "quiet", disabled: "bad" } as const;
const WORD = { active: "active", invited: "invited", disabled: "suspended" } as const;

type Props = {
  readonly user: User;
  readonly names: RegionNames;
  readonly isOwn: boolean;
  readonly mayChange: boolean;
  readonly doing: Doing<User>;
  readonly changeRole: () => void;
};

export function UserRow({ user, names, isOwn, mayChange, doing, changeRole }: Props) {
  const i18n = useI18n();
  const { t } = i18n;
  const { name, email, status } = user;
  const isOut = status === "disabled";
  return (
    <li class="row">
      <div>
        <p class="row__name">
          {name} {isOwn && <span class="hint">{t("people.you")}</span>}
        </p>
        <p class="hint">
          <span dir="ltr">{email}</span>
        </p>
        <p class="hint">{facts(user, names, i18n)}</p>
      </div>
      <div class="row__actions">
        <StateLabel kind={STATE[status]} text={t(`people.${WORD[status]}`)} />
        {mayChange && (
          <>
            <button
              type="button"
              class="button"
              aria-label={t("people.changeNamed", { name })}
              aria-haspopup="dialog"
              onClick={changeRole}
            >
              {t("people.change")}
            </button>
            <button
              type="button"
              class="button"
              aria-label={t(isOut ? "people.restoreNamed" : "people.suspendNamed", { name })}
              aria-disabled={doing.busy}
              onClick={() => doing.start(isOut ? restoring(user, i18n) : suspending(user, i18n))}
            >
              {t(isOut ? "people.restore" : "people.suspend")}
            </button>
          </>
        )}
      </div>
    </li>
  );
}

function facts({ role, storeCode, regionIds, lastSeenAt }: User, names: RegionNames, { t, ago, list }: I18n): string {
  const now = Date.now();
  const scope =
    role === "dispatcher"
      ? [
          regionIds === null
            ? t("people.everyRegion")
            : t("people.ofRegions", { regions: list(regionIds.map(names.nameOf)) }),
        ]
      : [];
  const store = storeCode === null ? [] : [t("people.ofStore", { store: storeCode })];
  const seen =
    lastSeenAt === null ? t("people.neverSeen") : t("people.seen", { ago: ago(Math.min(lastSeenAt, now), now) });
  return [t(`${role}.name`), ...scope, ...store, seen].join(" · ");
}

function suspending({ id, name }: User, { t }: I18n): Deed<User> {
  return {
    act: (api) => api.suspendUser(id),
    done: t("people.suspendDone", { name }),
    first: {
      title: t("people.suspendTitle", { name }),
      text: t("people.suspendText", { name }),
      action: t("people.suspend"),
    },
  };
}

function restoring({ id, name }: User, { t }: I18n): Deed<User> {
  return { act: (api) => api.restoreUser(id), done: t("people.restoreDone", { name }) };
}
