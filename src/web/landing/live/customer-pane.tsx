import { useI18n } from "../../shared/i18n-context.ts";
import { Pane } from "./pane.tsx";

/** The page that the customer has, as it is. */
export function CustomerPane({ trackingUrl }: { readonly trackingUrl: string }) {
  const { t } = useI18n();
  const { pathname } = new URL(trackingUrl);
  return (
    <Pane icon="customer" title={t("live.customer")} link={{ href: pathname, text: t("live.open") }}>
      <iframe class="pane__page" src={pathname} title={t("live.customerPage")} />
    </Pane>
  );
}
