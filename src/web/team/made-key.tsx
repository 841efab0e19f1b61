import { useEffect, useRef } from "preact/hooks";
import type { MadeApiKey } from "../../protocol/api/api-keys.ts";
import { useI18n } from "../shared/i18n-context.ts";
import { CopyButton } from "../shared/ui/copy-button.tsx";

type Props = { readonly made: MadeApiKey; readonly onKept: () => void };

/** Shown this once: the server keeps only what it needs to recognise it. */
export function MadeKey({ made, onKept }: Props) {
  const { t } = useI18n();
  const heading = useRef<HTMLHeadingElement>(null);
  // The form that had the keyboard has gone.
  useEffect(() => heading.current?.focus(), []);
  return (
    <section class="stack inset" aria-labelledby="made-key" data-made-key>
      <h3 id="made-key" ref={heading} tabIndex={-1}>
        {t("keys.made", { name: made.key.name })}
      </h3>
      <p>{t("keys.madeText")}</p>
      <div class="secret">
        <code>{made.secret}</code>
        <CopyButton text={made.secret} />
      </div>
      <button type="button" class="button button--main" onClick={onKept}>
        {t("keys.kept")}
      </button>
    </section>
  );
}
