import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { Region } from "../../protocol/api/regions.ts";
import { useI18n } from "../shared/i18n-context.ts";
import { ListSheet } from "./list-sheet.tsx";
import { createPagedList } from "./paged-list.ts";
import { RegionDialog } from "./region-dialog.tsx";
import type { RegionNames } from "./region-names.ts";
import { RegionRow } from "./region-row.tsx";

export function RegionsView({ names }: { readonly names: RegionNames }) {
  const { t } = useI18n();
  const list = useMemo(() => createPagedList<Region>((api, after) => api.allRegions(after)), []);
  const editing = useSignal<{ readonly region: Region | null } | null>(null);
  const edit = (region: Region | null) => {
    editing.value = { region };
  };
  // A new one is most likely near to those that are there.
  const near = list.items.value?.find(({ bounds }) => bounds !== null)?.bounds ?? null;
  return (
    <>
      <ListSheet
        id="regions"
        title={t("team.regions")}
        list={list}
        empty={t("regions.none")}
        row={(region, doing) => (
          <RegionRow
            key={region.id}
            region={region}
            doing={doing}
            change={() => edit(region)}
            onClosed={() => void names.load()}
          />
        )}
      >
        <div class="actions">
          <button type="button" class="button" aria-haspopup="dialog" onClick={() => edit(null)}>
            {t("regions.open")}
          </button>
        </div>
      </ListSheet>
      {editing.value && (
        <RegionDialog
          region={editing.value.region}
          near={near}
          onDone={(region) => {
            list.put(region);
            list.said.value = t(editing.value?.region ? "regions.changed" : "regions.opened", { name: region.name });
            void names.load();
          }}
          onClose={() => {
            editing.value = null;
          }}
        />
      )}
    </>
  );
}
