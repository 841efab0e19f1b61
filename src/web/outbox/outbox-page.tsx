import { useEffect, useMemo } from "preact/hooks";
import { useI18n } from "../shared/i18n-context.ts";
import { SiteHeader } from "../shared/ui/site-header.tsx";
import { MessageCard } from "./message-card.tsx";
import { type Outbox, createOutboxWatch } from "./outbox.ts";

export function OutboxPage() {
  const { t } = useI18n();
  const watch = useMemo(createOutboxWatch, []);
  useEffect(() => watch.start(), [watch]);
  const outbox = watch.outbox.value;
  return (
    <>
      <SiteHeader>
        <a class="site-header__link" href="/account/">
          {t("landing.signIn")}
        </a>
      </SiteHeader>
      <main id="main" class="outbox" tabIndex={-1} data-outbox={outbox.tag}>
        <h1>{t("outbox.headline")}</h1>
        <p class="hint">{t("outbox.description")}</p>
        <Messages outbox={outbox} />
      </main>
    </>
  );
}

function Messages({ outbox }: { readonly outbox: Outbox }) {
  const { t } = useI18n();
  if (outbox.tag !== "messages") return <p role="status">{t(`outbox.${outbox.tag}`)}</p>;
  return (
    <>
      <p role="status">{t("outbox.count", { count: outbox.items.length })}</p>
      <ul class="messages">
        {outbox.items.map((message) => (
          <MessageCard key={`${message.at} ${message.to} ${message.text}`} message={message} />
        ))}
      </ul>
    </>
  );
}
