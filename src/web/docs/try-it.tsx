import { useSignal } from "@preact/signals";
import { useI18n } from "../shared/i18n-context.ts";
import { ExchangeView } from "./exchange-view.tsx";
import type { Operation, Reference } from "./reference.ts";
import type { RequestForm } from "./request-form.ts";
import { RequestFields } from "./request-fields.tsx";
import type { Exchange } from "./send-request.ts";
import { sendRequest } from "./send-request.ts";

type Props = { readonly operation: Operation; readonly reference: Reference; readonly form: RequestForm };

export function TryIt({ operation, reference, form }: Props) {
  const { t } = useI18n();
  const busy = useSignal(false);
  const exchange = useSignal<Exchange | null>(null);
  const send = async () => {
    if (busy.value) return;
    busy.value = true;
    exchange.value = await sendRequest(form.plan.value);
    busy.value = false;
  };
  return (
    <section class="panel" aria-labelledby="try">
      <h2 id="try">{t("docs.try")}</h2>
      <p class="panel__lead">{t("docs.tryLead")}</p>
      <form
        class="try"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <RequestFields operation={operation} reference={reference} form={form} />
        <button type="submit" class="button button--main" aria-disabled={busy.value}>
          {busy.value ? t("docs.sending") : t("docs.send")}
        </button>
      </form>
      <ExchangeView exchange={exchange.value} />
    </section>
  );
}
