import { useI18n } from "../shared/i18n-context.ts";
import { DOCUMENT_URL } from "./load-reference.ts";
import { MethodBadge } from "./method-badge.tsx";
import type { Reference } from "./reference.ts";
import { findOperations } from "./reference.ts";
import { operationLink } from "./route.ts";

export function Overview({ reference }: { readonly reference: Reference }) {
  const { t } = useI18n();
  return (
    <div class="overview">
      <header class="overview__head">
        <h1>{t("docs.title")}</h1>
        {reference.description && <p class="docs__lead">{reference.description}</p>}
        <p class="overview__facts">
          <span>{t("docs.version", { version: reference.version })}</span>
          <a href={DOCUMENT_URL}>{t("docs.download")}</a>
        </p>
      </header>
      {findOperations(reference.operations, "").map(({ tag, operations }) => (
        <section key={tag} class="overview__group">
          <h2>{tag ?? t("docs.untagged")}</h2>
          <ul class="overview__list">
            {operations.map(({ id, method, path, summary }) => (
              <li key={id}>
                <a class="overview__row" href={operationLink(id)}>
                  <MethodBadge method={method} />
                  <code class="path">{path}</code>
                  <span class="overview__summary">{summary}</span>
                </a>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
