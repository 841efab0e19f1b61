import { type ReadonlySignal, useComputed, useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useI18n } from "../shared/i18n-context.ts";
import { DriverList } from "./driver-list.tsx";
import { type DriverRow, makeRoster, ROSTER_TABS, type RosterTab } from "./driver-rows.ts";
import { RosterTabs } from "./roster-tabs.tsx";

type Props = {
  /** Null until the first picture is complete. */
  readonly rows: ReadonlySignal<readonly DriverRow[] | null>;
  readonly chosen: string | null;
  readonly onChoose: (tripId: string) => void;
  readonly choice: ComponentChildren;
};

/** Everybody on duty: what the map shows, as a list. */
export function Roster({ rows, chosen, onChoose, choice }: Props) {
  const { t } = useI18n();
  const tab = useSignal<RosterTab>("all");
  const search = useSignal("");
  const roster = useComputed(() => makeRoster(rows.value ?? [], tab.value, search.value));
  const { rows: found, counts } = roster.value;
  return (
    <>
      <div class="roster__head">
        {choice}
        <input
          class="input"
          type="search"
          aria-label={t("roster.search")}
          placeholder={t("roster.search")}
          value={search.value}
          onInput={({ currentTarget }) => {
            search.value = currentTarget.value;
          }}
        />
        <RosterTabs tabs={ROSTER_TABS} counts={counts} chosen={tab} />
      </div>
      {rows.value === null ? (
        <WaitingRows />
      ) : found.length === 0 ? (
        <p class="roster__empty">{t(counts.all === 0 ? "roster.nobody" : emptyOf(tab.value, search.value))}</p>
      ) : (
        <DriverList rows={found} chosen={chosen} onChoose={onChoose} />
      )}
    </>
  );
}

function emptyOf(tab: RosterTab, search: string) {
  return search.trim() === "" ? (`roster.empty.${tab}` as const) : "roster.notFound";
}

const SKELETON_ROWS = 5;

/** The list as it will be, before anything is known. */
function WaitingRows() {
  const { t } = useI18n();
  return (
    <div class="waiting" role="status">
      <p class="roster__empty">{t("roster.loading")}</p>
      {Array.from({ length: SKELETON_ROWS }, (_none, index) => (
        <div key={index} class="waiting__row" aria-hidden="true" />
      ))}
    </div>
  );
}
