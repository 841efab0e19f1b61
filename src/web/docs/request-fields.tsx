import { useI18n } from "../shared/i18n-context.ts";
import { typeName } from "./describe-schema.ts";
import type { Operation, Reference } from "./reference.ts";
import type { RequestForm } from "./request-form.ts";
import { fieldKey } from "./request-plan.ts";

type Props = { readonly operation: Operation; readonly reference: Reference; readonly form: RequestForm };

/** Browsers send cookies on their own and let no script set them. */
const SETTABLE = new Set(["path", "query", "header"]);

export function RequestFields({ operation, reference, form }: Props) {
  return (
    <>
      {operation.parameters
        .filter(({ in: place }) => SETTABLE.has(place))
        .map((parameter) => {
          const key = fieldKey(parameter.in, parameter.name);
          return (
            <div class="field" key={key}>
              <label for={key}>
                <code>{parameter.name}</code>
              </label>
              <input
                id={key}
                class="input input--code"
                autocomplete="off"
                spellcheck={false}
                required={parameter.required}
                placeholder={typeName(parameter.schema, (ref) => reference.lookUp(ref)?.name ?? ref)}
                value={form.values.value[key] ?? ""}
                onInput={(event) => form.setValue(key, event.currentTarget.value)}
              />
            </div>
          );
        })}
      {operation.body && <BodyField form={form} />}
      {reference.takesToken && <TokenField form={form} />}
    </>
  );
}

function BodyField({ form }: { readonly form: RequestForm }) {
  const { t } = useI18n();
  return (
    <div class="field">
      <label for="request-body">{t("docs.body")}</label>
      <textarea
        id="request-body"
        class="input input--code try__body"
        spellcheck={false}
        value={form.body.value}
        onInput={(event) => {
          form.body.value = event.currentTarget.value;
        }}
      />
    </div>
  );
}

function TokenField({ form }: { readonly form: RequestForm }) {
  const { t } = useI18n();
  return (
    <div class="field">
      <label for="token">{t("docs.token")}</label>
      <input
        id="token"
        class="input input--code"
        type="password"
        autocomplete="off"
        placeholder={t("docs.tokenHint")}
        value={form.token.value}
        onInput={(event) => {
          form.token.value = event.currentTarget.value.trim();
        }}
      />
    </div>
  );
}
