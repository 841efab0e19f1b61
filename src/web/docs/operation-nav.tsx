import { useSignal } from "@preact/signals";
import { useI18n } from "../shared/i18n-context.ts";
import { Icon } from "../shared/ui/icon.tsx";
import { MethodBadge } from "./method-badge.tsx";
import type { Operation } from "./reference.ts";
import { findOperations } from "./reference.ts";
import { OVERVIEW_LINK, operationLink } from "./route.ts";

type Props = { readonly operations: readonly Operation[]; readonly chosen: string | null };

export function OperationNav({ operations, chosen }: Props) {
  const { t } = useI18n();
  const query = useSignal("");
  const groups = findOperations(operations, query.value);
  const count = groups.reduce((sum, group) => sum + group.operations.length, 0);
  return (
    <nav class="nav" aria-label={t("docs.operations")}>
      <div class="field">
        <label for="search">{t("docs.search")}</label>
        <span class="nav__search">
          <Icon name="search" size={18} />
          <input
            id="search"
            class="input"
            type="search"
            autocomplete="off"
            placeholder={t("docs.searchHint")}
            value={query.value}
            onInput={(event) => {
              query.value = event.currentTarget.value;
            }}
          />
        </span>
      </div>
      <p class="nav__count" role="status">
        {count === 0 ? t("docs.nothingFound") : t("docs.found", { count })}
      </p>
      <div class="nav__list">
        <a class="nav__link" href={OVERVIEW_LINK} aria-current={chosen === null ? "page" : undefined}>
          {t("docs.overview")}
        </a>
        {groups.map(({ tag, operations: found }) => (
          <section key={tag} aria-label={tag ?? t("docs.untagged")}>
            <h2 class="nav__tag">{tag ?? t("docs.untagged")}</h2>
            <ul>
              {found.map(({ id, method, summary }) => (
                <li key={id}>
                  <a class="nav__link" href={operationLink(id)} aria-current={chosen === id ? "page" : undefined}>
                    <MethodBadge method={method} />
                    {summary}
                  </a>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </nav>
  );
}
