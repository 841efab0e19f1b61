import { useI18n } from "../shared/i18n-context.ts";
import { DriverRow, ROW_PX } from "./driver-row.tsx";
import type { DriverRow as Row } from "./driver-rows.ts";
import { rowWindow } from "./row-window.ts";
import { useRowWalk } from "./use-row-walk.ts";

type Props = {
  readonly rows: readonly Row[];
  readonly chosen: string | null;
  readonly onChoose: (tripId: string) => void;
};

/** A list of thousands with one stop for Tab, in which arrows go from row to row and Enter flies to the driver. */
export function DriverList({ rows, chosen, onChoose }: Props) {
  const { t } = useI18n();
  const ids = rows.map(({ driver }) => driver.tripId);
  const { box, boxProps, listProps, scrollPx, heightPx, currentIndex, choose } = useRowWalk(ids, onChoose);
  const { first, end } = rowWindow({ scrollPx, heightPx, rowPx: ROW_PX, count: rows.length });
  const shown = rows.slice(first, end).map((row, offset) => ({ row, index: first + offset }));
  const stop = rows[currentIndex];
  // The row where Tab stops is always there, else nobody could tab into a list that was scrolled.
  if (stop && (currentIndex < first || currentIndex >= end)) shown.push({ row: stop, index: currentIndex });
  return (
    <div class="drivers" ref={box} {...boxProps}>
      <ul
        class="drivers__rows"
        role="listbox"
        aria-label={t("roster.list")}
        style={{ blockSize: `${rows.length * ROW_PX}px` }}
        {...listProps}
      >
        {shown.map(({ row, index }) => (
          <DriverRow
            key={row.driver.tripId}
            row={row}
            index={index}
            count={rows.length}
            isChosen={row.driver.tripId === chosen}
            isCurrent={index === currentIndex}
            onChoose={() => choose(index)}
          />
        ))}
      </ul>
    </div>
  );
}
