import { useI18n } from "../shared/i18n-context.ts";
import { CopyButton } from "../shared/ui/copy-button.tsx";
import { StageHeading } from "./stage-heading.tsx";

type Props = { readonly codes: readonly string[]; readonly onKept: () => void };

/** Shown this once: the server keeps only what it needs to recognise them. */
export function RecoveryCodes({ codes, onKept }: Props) {
  const { t } = useI18n();
  const text = `${codes.join("\n")}\n`;
  return (
    <section class="sheet" aria-labelledby="recovery" data-stage="recovery-codes">
      <StageHeading id="recovery">{t("recovery.headline")}</StageHeading>
      <p>{t("recovery.what")}</p>
      <ul class="codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <div class="actions">
        <CopyButton text={text} />
        <a
          class="button"
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`}
          download={t("recovery.file")}
        >
          {t("recovery.download")}
        </a>
      </div>
      <button type="button" class="button button--main" onClick={onKept}>
        {t("recovery.kept")}
      </button>
    </section>
  );
}
