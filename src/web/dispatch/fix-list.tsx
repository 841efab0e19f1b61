import { useI18n } from "../shared/i18n-context.ts";
import { ClockTime } from "../shared/ui/clock-time.tsx";
import type { ShownFix } from "./link-health.ts";

const SECOND_MS = 1_000;

/** What the phone sent last, and what was made of each position. */
export function FixList({ fixes }: { readonly fixes: readonly ShownFix[] | null }) {
  const { t } = useI18n();
  return (
    <details class="fixes">
      <summary>{t("fixes.headline")}</summary>
      {fixes?.length === 0 && <p class="hint">{t("fixes.none")}</p>}
      <table>
        <thead>
          <tr>
            <th scope="col">{t("fixes.at")}</th>
            <th scope="col">{t("fixes.verdict")}</th>
            <th scope="col">{t("fixes.reason")}</th>
            <th scope="col">{t("fixes.accuracy")}</th>
            <th scope="col">{t("fixes.late")}</th>
          </tr>
        </thead>
        <tbody>
          {fixes?.map((fix) => (
            <tr key={`${fix.seq}-${fix.at}`} data-verdict={fix.verdict}>
              <td>
                <ClockTime at={fix.fixedAt} seconds />
              </td>
              <td>{t(`verdict.${fix.verdict}`)}</td>
              <td>{t(`reason.${fix.reason}`)}</td>
              <td class="number">
                {fix.accuracyM === null ? "–" : t("link.metres", { metres: Math.round(fix.accuracyM) })}
              </td>
              <td class="number">
                {t("link.seconds", { count: Math.round((fix.receivedAt - fix.fixedAt) / SECOND_MS) })}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
