import { useMemo } from "preact/hooks";
import { useI18n } from "../shared/i18n-context.ts";
import { StateLabel } from "../shared/ui/state-label.tsx";
import { AnswerList } from "./answer-list.tsx";
import { CurlExample } from "./curl-example.tsx";
import { MethodBadge } from "./method-badge.tsx";
import { ParameterList } from "./parameter-list.tsx";
import type { Operation, Reference } from "./reference.ts";
import { createRequestForm } from "./request-form.ts";
import { SchemaView } from "./schema-view.tsx";
import { TryIt } from "./try-it.tsx";

type Props = { readonly operation: Operation; readonly reference: Reference };

export function OperationView({ operation, reference }: Props) {
  const { t } = useI18n();
  const form = useMemo(() => createRequestForm(operation, reference), [operation, reference]);
  const { body } = operation;
  return (
    <article class="operation" aria-labelledby="operation">
      <header class="operation__head">
        <h1 id="operation">{operation.summary}</h1>
        <p class="operation__address">
          <MethodBadge method={operation.method} />
          <code class="path">{operation.path}</code>
          {operation.deprecated && <StateLabel kind="warn" text={t("docs.deprecated")} />}
        </p>
        {operation.description && <p class="docs__lead">{operation.description}</p>}
      </header>
      <div class="operation__facts">
        {operation.parameters.length > 0 && <ParameterList parameters={operation.parameters} reference={reference} />}
        {body && (
          <section aria-labelledby="body">
            <h2 id="body">{t("docs.body")}</h2>
            <p class="operation__note">
              <code>{body.type}</code>
              {!body.required && <span>{t("docs.bodyOptional")}</span>}
            </p>
            <SchemaView schema={body.schema} reference={reference} />
          </section>
        )}
        <AnswerList answers={operation.answers} reference={reference} />
      </div>
      <div class="operation__use">
        <CurlExample form={form} />
        <TryIt operation={operation} reference={reference} form={form} />
      </div>
    </article>
  );
}
