import { useI18n } from "../shared/i18n-context.ts";
import { ClockTime } from "../shared/ui/clock-time.tsx";
import type { DriverRow as Row } from "./driver-rows.ts";
import { DriverSign } from "./driver-sign.tsx";
import { ageWords, nextEta, stateWords } from "./driver-words.ts";

/** Pixels: three lines of text with some air. The styles say the same. */
export const ROW_PX = 84;

type Props = {
  readonly row: Row;
  readonly index: number;
  readonly count: number;
  readonly isChosen: boolean;
  /** Where Tab stops in the list. */
  readonly isCurrent: boolean;
  readonly onChoose: () => void;
};

export function DriverRow({ row, index, count, isChosen, isCurrent, onChoose }: Props) {
  const i18n = useI18n();
  const { t } = i18n;
  const { name, driver, look } = row;
  const [worst] = look.concerns;
  return (
    <li
      class="driver"
      role="option"
      id={rowId(driver.tripId)}
      data-trip={driver.tripId}
      data-sign={look.sign}
      style={{ transform: `translateY(${index * ROW_PX}px)` }}
      tabIndex={isCurrent ? 0 : -1}
      aria-selected={isChosen}
      aria-setsize={count}
      aria-posinset={index + 1}
      onClick={onChoose}
    >
      <DriverSign sign={look.sign} />
      <span class="driver__text">
        <span class="driver__name">{name}</span>
        <span class={`driver__state driver__state--${worst ?? "well"}`}>{stateWords(look, i18n)}</span>
        <span class="driver__more">
          {t(`vehicle.${driver.vehicleKind ?? "none"}`)}
          {" · "}
          {ageWords(look, i18n)}
        </span>
      </span>
      <span class="driver__plan">
        {driver.stopsTotal > 0 && (
          <span class="number">{t("driver.stops", { done: driver.stopsDone, total: driver.stopsTotal })}</span>
        )}
        <Eta row={row} />
      </span>
    </li>
  );
}

export function rowId(tripId: string): string {
  return `row-${tripId}`;
}

function Eta({ row: { driver, look } }: { readonly row: Row }) {
  const { t } = useI18n();
  const eta = nextEta(driver, look);
  if (eta.tag === "unknown") return null;
  return (
    <span class={look.concerns.includes("late") ? "driver__eta driver__eta--late" : "driver__eta"}>
      {t(`eta.${eta.tag}`)} <ClockTime at={eta.at} />
    </span>
  );
}
