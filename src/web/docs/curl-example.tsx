import { useI18n } from "../shared/i18n-context.ts";
import { CopyButton } from "../shared/ui/copy-button.tsx";
import type { RequestForm } from "./request-form.ts";
import { toCurl } from "./request-plan.ts";

export function CurlExample({ form }: { readonly form: RequestForm }) {
  const { t } = useI18n();
  const command = toCurl(form.plan.value);
  return (
    <section class="panel" aria-labelledby="curl">
      <header class="panel__head">
        <h2 id="curl">{t("docs.curl")}</h2>
        <CopyButton text={command} />
      </header>
      {/* tabIndex: a box that scrolls has to be reachable without a mouse. */}
      <pre class="code" tabIndex={0} aria-labelledby="curl" role="region">
        <code>{command}</code>
      </pre>
    </section>
  );
}
