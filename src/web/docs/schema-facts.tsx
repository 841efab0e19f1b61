import { useI18n } from "../shared/i18n-context.ts";
import { limitsOf, typeName } from "./describe-schema.ts";
import type { Reference } from "./reference.ts";
import type { Schema } from "./schema.ts";

type Props = { readonly schema: Schema; readonly reference: Reference; readonly required: boolean };

/** Type, limits and allowed values of one field, in one line. */
export function SchemaFacts({ schema, reference, required }: Props) {
  const { t } = useI18n();
  const nameOf = (ref: string) => reference.lookUp(ref)?.name ?? ref;
  return (
    <>
      <code class="schema__type">{typeName(schema, nameOf)}</code>
      {required && <span class="schema__required">{t("docs.required")}</span>}
      {limitsOf(schema).map(({ kind, value }) => (
        <code key={kind} class="schema__limit">
          {t(`docs.limit.${kind}`, { value })}
        </code>
      ))}
      {schema.enum?.map((value) => (
        <code key={JSON.stringify(value)} class="schema__choice">
          {JSON.stringify(value)}
        </code>
      ))}
    </>
  );
}
