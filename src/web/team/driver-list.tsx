import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import type { Driver } from "../../protocol/api/people.ts";
import type { DriverStatus } from "../../protocol/driver.ts";
import { useI18n } from "../shared/i18n-context.ts";
import { DriverRow } from "./driver-row.tsx";
import { FilterChoice } from "./filter-choice.tsx";
import { ListSheet } from "./list-sheet.tsx";
import { createPagedList } from "./paged-list.ts";
import type { RegionNames } from "./region-names.ts";

const STATUSES = ["active", "invited", "suspended"] as const satisfies readonly DriverStatus[];

type Props = { readonly mayChange: boolean; readonly names: RegionNames; readonly choice: ComponentChildren };

export function DriverList({ mayChange, names, choice }: Props) {
  const { t } = useI18n();
  const { status, list } = useMemo(createDrivers, []);
  return (
    <ListSheet
      id="drivers"
      title={t("people.drivers")}
      list={list}
      empty={t("people.none")}
      row={(driver, doing) => (
        <DriverRow key={driver.id} driver={driver} names={names} mayChange={mayChange} doing={doing} />
      )}
    >
      <div class="bar">
        {choice}
        <FilterChoice
          id="status-filter"
          label={t("people.status")}
          options={STATUSES.map((value) => ({ value, text: t(`people.${value}`) }))}
          chosen={status}
          onChange={() => void list.load()}
        />
      </div>
    </ListSheet>
  );
}

function createDrivers() {
  const status = signal<DriverStatus | undefined>(undefined);
  return { status, list: createPagedList<Driver>((api, after) => api.drivers({ after, status: status.value })) };
}
