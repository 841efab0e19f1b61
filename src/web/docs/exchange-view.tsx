import { useI18n } from "../shared/i18n-context.ts";
import { StateLabel } from "../shared/ui/state-label.tsx";
import type { Exchange } from "./send-request.ts";

export function ExchangeView({ exchange }: { readonly exchange: Exchange | null }) {
  const { t } = useI18n();
  return (
    <div class="exchange">
      {/* Always there, so that a screen reader already listens when the answer comes. */}
      <p role="status">
        {exchange?.tag === "answered" && (
          <StateLabel
            kind={exchange.ok ? "ok" : "bad"}
            text={t("docs.answered", { status: exchange.status, ms: exchange.ms })}
          />
        )}
        {exchange?.tag === "unanswered" && (
          <StateLabel kind="bad" text={t("docs.unanswered", { reason: exchange.reason })} />
        )}
      </p>
      {exchange?.tag === "answered" && <AnswerDetails headers={exchange.headers} body={exchange.body} />}
    </div>
  );
}

type Details = { readonly headers: readonly (readonly [string, string])[]; readonly body: string };

function AnswerDetails({ headers, body }: Details) {
  const { t } = useI18n();
  return (
    <>
      <h3 id="answer-body">{t("docs.bodyText")}</h3>
      {body === "" ? (
        <p class="schema__text">{t("docs.emptyBody")}</p>
      ) : (
        <pre class="code code--answer" tabIndex={0} role="region" aria-labelledby="answer-body">
          <code>{body}</code>
        </pre>
      )}
      <details>
        <summary>{t("docs.headers")}</summary>
        <dl class="headers">
          {headers.map(([name, value]) => (
            <div key={name}>
              <dt>
                <code>{name}</code>
              </dt>
              <dd>
                <code>{value}</code>
              </dd>
            </div>
          ))}
        </dl>
      </details>
    </>
  );
}
