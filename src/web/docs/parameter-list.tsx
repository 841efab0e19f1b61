import { useI18n } from "../shared/i18n-context.ts";
import type { Parameter } from "./open-api.ts";
import type { Reference } from "./reference.ts";
import { SchemaFacts } from "./schema-facts.tsx";

type Props = { readonly parameters: readonly Parameter[]; readonly reference: Reference };

export function ParameterList({ parameters, reference }: Props) {
  const { t } = useI18n();
  return (
    <section aria-labelledby="parameters">
      <h2 id="parameters">{t("docs.parameters")}</h2>
      <ul class="schema">
        {parameters.map(({ name, in: place, required, description, schema }) => (
          <li key={`${place} ${name}`} class="schema__field">
            <p class="schema__line">
              <code class="schema__name">{name}</code>
              <span class="schema__place">{t(`docs.in.${place}`)}</span>
              <SchemaFacts schema={schema} reference={reference} required={required} />
            </p>
            {description && <p class="schema__text">{description}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}
