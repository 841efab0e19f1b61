import { useI18n } from "../shared/i18n-context.ts";
import type { Reference } from "./reference.ts";
import { SchemaFacts } from "./schema-facts.tsx";
import type { Part } from "./schema-parts.ts";
import { partsOf, refOf } from "./schema-parts.ts";
import type { Schema } from "./schema.ts";

type Props = {
  readonly schema: Schema;
  readonly reference: Reference;
  /** Names of the schemas around this one: a schema inside itself is named, not drawn again. */
  readonly inside?: readonly string[];
};

/** Deeper levels start closed: most readers look for a field, not for the whole tree. */
const OPEN_LEVELS = 1;

export function SchemaView({ schema, reference, inside = [] }: Props) {
  const ref = refOf(schema);
  const target = ref === undefined ? undefined : reference.lookUp(ref);
  if (target) {
    if (inside.includes(target.name)) return <Repeated />;
    return <SchemaView schema={target.schema} reference={reference} inside={[...inside, target.name]} />;
  }
  const parts = partsOf(schema);
  if (parts.length === 0) {
    return (
      <p class="schema__line">
        <SchemaFacts schema={schema} reference={reference} required={false} />
      </p>
    );
  }
  return (
    <ul class="schema">
      {parts.map((part) => (
        <SchemaPart key={part.key} part={part} reference={reference} inside={inside} />
      ))}
    </ul>
  );
}

function Repeated() {
  const { t } = useI18n();
  return <p class="schema__text">{t("docs.seeAbove")}</p>;
}

type PartProps = { readonly part: Part; readonly reference: Reference; readonly inside: readonly string[] };

function SchemaPart({ part, reference, inside }: PartProps) {
  const { t } = useI18n();
  const { schema } = part;
  const ref = refOf(schema);
  const target = ref === undefined ? undefined : reference.lookUp(ref);
  const text = schema.description ?? target?.schema.description;
  const deeper = partsOf(target?.schema ?? schema).length > 0;
  const label = part.role === "field" ? part.key : t(`docs.role.${part.role}`);
  return (
    <li class="schema__field">
      <p class="schema__line">
        {part.role === "field" ? <code class="schema__name">{label}</code> : <span class="schema__role">{label}</span>}
        <SchemaFacts schema={schema} reference={reference} required={part.required} />
      </p>
      {text && <p class="schema__text">{text}</p>}
      {deeper && (
        <details open={inside.length < OPEN_LEVELS}>
          <summary>{t("docs.showFields", { name: target?.name ?? label })}</summary>
          <SchemaView schema={schema} reference={reference} inside={[...inside, part.key]} />
        </details>
      )}
    </li>
  );
}
