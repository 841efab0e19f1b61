import { useI18n } from "../shared/i18n-context.ts";
import type { Answer, Reference } from "./reference.ts";
import { SchemaView } from "./schema-view.tsx";

type Props = { readonly answers: readonly Answer[]; readonly reference: Reference };

export function AnswerList({ answers, reference }: Props) {
  const { t } = useI18n();
  return (
    <section aria-labelledby="answers">
      <h2 id="answers">{t("docs.responses")}</h2>
      <ul class="answers">
        {answers.map(({ status, description, body }) => (
          <li key={status}>
            <details class="answer" open={status.startsWith("2")}>
              <summary>
                <span class={`status status--${status.charAt(0)}`}>{status}</span>
                {description}
              </summary>
              <div class="answer__body">
                {body ? (
                  <>
                    <p class="operation__note">
                      <code>{body.type}</code>
                    </p>
                    <SchemaView schema={body.schema} reference={reference} />
                  </>
                ) : (
                  t("docs.noBody")
                )}
              </div>
            </details>
          </li>
        ))}
      </ul>
    </section>
  );
}
