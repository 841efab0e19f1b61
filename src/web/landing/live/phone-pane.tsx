import type { DemoWindow } from "../../../protocol/api/demo-window.ts";
import { useI18n } from "../../shared/i18n-context.ts";
import { ClockTime } from "../../shared/ui/clock-time.tsx";
import { Pane } from "./pane.tsx";

/** Plain: what the phone sends, and what the server says to it. The newest is on top. */
export function PhonePane({ lines }: { readonly lines: DemoWindow["phone"] }) {
  const { t } = useI18n();
  return (
    <Pane icon="driver" title={t("live.phone")}>
      <ol class="phone">
        {lines.toReversed().map(({ at, way, text }) => (
          <li key={`${at} ${way} ${text}`} class={`phone__line phone__line--${way}`}>
            <ClockTime at={at} seconds />
            <span class="phone__way">{t(`live.${way}`)}</span>
            <span class="phone__text">{text}</span>
          </li>
        ))}
      </ol>
    </Pane>
  );
}
